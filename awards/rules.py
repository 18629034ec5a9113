"""Who may, in sentences. A permission is a name for a sentence; views, templates and the admin ask it by that name."""

from __future__ import annotations

import rules

from awards.models import Nomination
from awards.states import NOMINATION, OPEN_TO_DINAS, OPEN_TO_OWNER
from ikm.models import OwnerLink
from ovop_portal.accounts.models import User
from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from regions.models import Office

is_owner = holds(Role.OWNER)
is_dinas = holds(*DINAS_ROLES)
is_signer = holds(Role.DINAS_SIGNER)
is_secretariat = holds(Role.SECRETARIAT)
is_curator = holds(Role.CURATOR)
is_auditor = holds(Role.AUDITOR)


@rules.predicate
def owns_the_firm(user: User, nomination: Nomination) -> bool:
    return OwnerLink.objects.filter(ikm=nomination.ikm_id, user=user, ends_at__isnull=True).exists()


def _of_the_region(*roles: str) -> rules.predicates.Predicate:
    @rules.predicate("of the region as " + " or ".join(roles))
    def of_the_region(user: User, nomination: Nomination) -> bool:
        offices = user.duties.offices(*roles)
        return bool(offices) and Office.objects.filter(pk__in=offices, regency=nomination.regency_id).exists()

    return of_the_region


dinas_of_the_region = _of_the_region(*DINAS_ROLES)
signer_of_the_region = _of_the_region(Role.DINAS_SIGNER)


@rules.predicate
def is_open_to_owner(user: User, nomination: Nomination) -> bool:
    return nomination.state in OPEN_TO_OWNER


@rules.predicate
def is_open_to_dinas(user: User, nomination: Nomination) -> bool:
    return nomination.state in OPEN_TO_DINAS


def _may_start(verb_name: str) -> rules.predicates.Predicate:
    @rules.predicate(f"{verb_name} may start")
    def may_start(user: User, nomination: Nomination) -> bool:
        return NOMINATION.may(verb_name, nomination.state)

    return may_start


# Pages, without regard to a row.
rules.add_perm("awards.work_as_owner", is_owner)
rules.add_perm("awards.work_as_dinas", is_dinas)
rules.add_perm("awards.work_as_secretariat", is_secretariat)
rules.add_perm("awards.watch_programme", is_secretariat | is_curator | is_auditor)
rules.add_perm("awards.curate", is_curator)

# One nomination.
rules.add_perm("awards.write_dossier", (owns_the_firm & is_open_to_owner) | (dinas_of_the_region & is_open_to_dinas))
rules.add_perm("awards.send_to_office", (owns_the_firm | dinas_of_the_region) & _may_start("send_to_office"))
rules.add_perm("awards.accept_invitation", (owns_the_firm | dinas_of_the_region) & _may_start("accept_invitation"))
rules.add_perm("awards.withdraw", (owns_the_firm | signer_of_the_region) & _may_start("withdraw"))
rules.add_perm("awards.check_file", dinas_of_the_region)
rules.add_perm("awards.return_to_owner", dinas_of_the_region & _may_start("return_to_owner"))
rules.add_perm("awards.mark_ready", dinas_of_the_region & _may_start("mark_ready"))
rules.add_perm("awards.decline_to_nominate", signer_of_the_region & _may_start("decline_to_nominate"))
rules.add_perm("awards.submit_nomination", signer_of_the_region & _may_start("submit_nominations"))
rules.add_perm("awards.disqualify", is_secretariat & _may_start("disqualify"))

# One edition.
rules.add_perm("awards.invite_holders", is_secretariat)
rules.add_perm("awards.determine", is_secretariat)
rules.add_perm("awards.publish", is_secretariat)
rules.add_perm("awards.revoke", is_secretariat)
