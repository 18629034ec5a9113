"""Who may read the trail of decisions."""

from __future__ import annotations

import rules

from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import Role

rules.add_perm("front.watch_province", holds(Role.PROVINCE_OFFICER))
rules.add_perm("front.read_audit", holds(Role.AUDITOR, Role.SECRETARIAT))
# Who reads the words of a reason, which may name people. Other readers of the trail learn only whether the words are still those of that day.
rules.add_perm("front.read_reasons", holds(Role.SECRETARIAT))
