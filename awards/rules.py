"""Who may, in sentences. A permission is a name for a sentence; views, templates and the admin ask it by that name."""

from __future__ import annotations

import rules

from awards.models import Endorsement, Nomination, Proposal
from awards.states import NOMINATION, OPEN_TO_DINAS, OPEN_TO_OWNER
from ikm.models import OwnerLink, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from regions.models import Office, Regency

is_owner = holds(Role.OWNER)
is_dinas = holds(*DINAS_ROLES)
is_province = holds(Role.PROVINCE_OFFICER)
is_secretariat = holds(Role.SECRETARIAT)
is_screener = holds(Role.SCREENER)
is_curator = holds(Role.CURATOR)
is_auditor = holds(Role.AUDITOR)


def firms_owned(user: User) -> set[int]:
    """Keys of the firms whose file is the user's. One query for each loaded user, as with duties."""
    # By attribute: the user of a request is a lazy wrapper, and both must find the same.
    known: set[int] | None = getattr(user, "_firms_owned", None)
    if known is None:
        links = OwnerLink.objects.filter(user=user.pk, ends_at__isnull=True)
        known = set(links.values_list("ikm_id", flat=True)) if user.is_authenticated else set()
        user._firms_owned = known  # type: ignore[attr-defined]
    return known


@rules.predicate
def owns_the_firm(user: User, nomination: Nomination) -> bool:
    return nomination.ikm_id in firms_owned(user)


def regencies_of(user: User, *roles: str) -> list[Regency]:
    """The regencies and cities for whose dinas `user` holds one of `roles`, with their provinces, by code. One query for each loaded user, as with duties."""
    known: dict[int, Regency] | None = getattr(user, "regency_of_office", None)
    if known is None:
        offices = Office.objects.filter(pk__in=user.duties.offices(*DINAS_ROLES)).order_by("regency")
        rows = offices.select_related("regency__province") if user.duties.has(*DINAS_ROLES) else []
        known = {office.pk: office.regency for office in rows if office.regency}
        user.regency_of_office = known  # type: ignore[attr-defined]
    served = user.duties.offices(*roles)
    return [regency for office, regency in known.items() if office in served]


def regencies_served(user: User, *roles: str) -> set[str]:
    """Their codes."""
    return {regency.pk for regency in regencies_of(user, *roles)}


def _of_the_region(*roles: str) -> rules.predicates.Predicate:
    @rules.predicate("of the region as " + " or ".join(roles))
    def of_the_region(user: User, row: Nomination | Endorsement | Sentra) -> bool:
        return row.regency_id in regencies_served(user, *roles)

    return of_the_region


dinas_of_the_region = _of_the_region(*DINAS_ROLES)
signer_of_the_region = _of_the_region(Role.DINAS_SIGNER)


@rules.predicate
def is_open_to_owner(user: User, nomination: Nomination) -> bool:
    return nomination.state in OPEN_TO_OWNER


@rules.predicate
def is_open_to_dinas(user: User, nomination: Nomination) -> bool:
    return nomination.state in OPEN_TO_DINAS


@rules.predicate
def province_of_the_region(user: User, nomination: Nomination) -> bool:
    offices = user.duties.offices(Role.PROVINCE_OFFICER)
    province = nomination.regency.province_id
    return bool(offices) and Office.objects.filter(pk__in=offices, province=province).exists()


def _may_start(verb_name: str) -> rules.predicates.Predicate:
    @rules.predicate(f"{verb_name} may start")
    def may_start(user: User, nomination: Nomination) -> bool:
        return NOMINATION.may(verb_name, nomination.state)

    return may_start


@rules.predicate
def is_another(user: User, proposal: Proposal) -> bool:
    return proposal.proposed_by != user.actor


# Pages, without regard to a row.
rules.add_perm("awards.work_as_owner", is_owner)
rules.add_perm("awards.work_as_dinas", is_dinas)
# More time for a file or a region is read by everybody whom it touches (`Extension.visible_to`).
rules.add_perm("awards.read_extensions", is_owner | is_dinas | is_province | is_secretariat)
rules.add_perm("awards.see_sentras", is_dinas | is_province)
rules.add_perm("awards.work_as_secretariat", is_secretariat)
rules.add_perm("awards.watch_programme", is_secretariat | is_curator | is_auditor)
# Who may read the names and reasons of a cohort, also in a rehearsal.
rules.add_perm("awards.meet_curated", is_secretariat | is_curator)
rules.add_perm("awards.curate", is_curator)

# One nomination. The cheap questions are asked first: the state, then the region, then the owner's link.
rules.add_perm("awards.write_dossier", (is_open_to_dinas & dinas_of_the_region) | (is_open_to_owner & owns_the_firm))
rules.add_perm("awards.send_to_office", _may_start("send_to_office") & (dinas_of_the_region | owns_the_firm))
rules.add_perm("awards.accept_invitation", _may_start("accept_invitation") & (dinas_of_the_region | owns_the_firm))
rules.add_perm("awards.withdraw", _may_start("withdraw") & (signer_of_the_region | owns_the_firm))
# The live file, whether sent or not. Those who check or curate read only what was sent.
rules.add_perm("awards.read_live", is_secretariat | dinas_of_the_region | owns_the_firm | province_of_the_region)
# Who sees NIB and NPWP whole: the owner, and those who compare them with the papers. Other readers of the file see their last figures.
rules.add_perm("awards.read_numbers", is_screener | dinas_of_the_region | owns_the_firm)
rules.add_perm("awards.change_consent", dinas_of_the_region | owns_the_firm)
rules.add_perm("awards.check_file", dinas_of_the_region)
rules.add_perm("awards.link_owner", dinas_of_the_region)
rules.add_perm("awards.unlink_owner", dinas_of_the_region)
rules.add_perm("awards.join_firms", dinas_of_the_region)
rules.add_perm("awards.return_to_owner", _may_start("return_to_owner") & dinas_of_the_region)
rules.add_perm("awards.mark_ready", _may_start("mark_ready") & dinas_of_the_region)
rules.add_perm("awards.decline_to_nominate", _may_start("decline_to_nominate") & signer_of_the_region)

# One sentra.
rules.add_perm("awards.write_sentra", dinas_of_the_region)

# One act of a regional head.
rules.add_perm("awards.send_with_act", signer_of_the_region)

# One edition.
rules.add_perm("awards.extend", is_secretariat)
rules.add_perm("awards.invite_holders", is_secretariat)
rules.add_perm("awards.determine", is_secretariat)
rules.add_perm("awards.publish", is_secretariat)
rules.add_perm("awards.retry_certificates", is_secretariat)

# What takes two persons: one proposes it, another confirms it.
rules.add_perm("awards.propose", is_secretariat)
rules.add_perm("awards.confirm_proposal", is_secretariat & is_another)
