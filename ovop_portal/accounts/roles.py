"""The roles of the portal: codes, labels and scope. What a role may do stands in each room's `rules.py`, not here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Codes and labels of the roles."""

    OWNER = "owner", _("Pemilik IKM")
    DINAS_OPERATOR = "dinas_operator", _("Operator dinas")
    DINAS_SIGNER = "dinas_signer", _("Penandatangan dinas")
    PROVINCE_OFFICER = "province_officer", _("Petugas provinsi")
    SCREENER = "screener", _("Pemeriksa administrasi")
    SECRETARIAT = "secretariat", _("Sekretariat")
    JUROR = "juror", _("Juri")
    CURATOR = "curator", _("Kurator Go Global")
    AUDITOR = "auditor", _("Pengawas")


# Roles that belong to an office (dinas); all others are national, and an owner's reach is their own firm.
OFFICE_ROLES = frozenset({Role.DINAS_OPERATOR, Role.DINAS_SIGNER, Role.PROVINCE_OFFICER})
DINAS_ROLES = frozenset({Role.DINAS_OPERATOR, Role.DINAS_SIGNER})
# Who judges files or holders: nobody gives such a role alone, or one person could become the two readers whom a rejection takes.
JUDGING_ROLES = frozenset({Role.SCREENER, Role.JUROR, Role.CURATOR})
# Who reads, judges, decides or watches for the nation has no part in what is judged: nobody holds a role of one set and a role of the other at the same time.
AT_ODDS = (frozenset(Role) - OFFICE_ROLES - {Role.OWNER}, OFFICE_ROLES | {Role.OWNER})


def at_odds_with(role: str) -> frozenset[Role]:
    """The roles that nobody may hold beside `role`."""
    judging, judged = AT_ODDS
    return judged if role in judging else judging if role in judged else frozenset()


@dataclass(frozen=True)
class Duties:
    """The memberships of one user, united: which roles, and for which offices. Loaded once for each request."""

    by_role: dict[str, frozenset[int]]

    def has(self, *roles: str) -> bool:
        """Does the user hold one of `roles`?"""
        return any(role in self.by_role for role in roles)

    def offices(self, *roles: str) -> frozenset[int]:
        """Primary keys of the offices for which the user holds one of `roles`."""
        return frozenset().union(*(self.by_role.get(role, frozenset()) for role in roles))


NO_DUTIES = Duties({})
