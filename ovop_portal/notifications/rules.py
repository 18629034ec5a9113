"""Who looks after the letters that did not go out."""

from __future__ import annotations

import rules

from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import Role

rules.add_perm("notifications.mend_letters", holds(Role.SECRETARIAT))
