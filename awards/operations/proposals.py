"""One person proposes, another confirms: the verbs by which an award is revoked or corrected and a file disqualified.

What is proposed waits; nothing of it is public. The second person sees what will change and confirms exactly that: the act is carried out in the same
transaction. Whoever proposed it may take it back, others may decline it, both with words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import notices
from awards.certificates.facts import FACTS, as_text, missing_for_facts
from awards.models import ActKind, Award, Correction, Nomination, Proposal, PublishedAward
from awards.operations._steps import By
from awards.operations.certifying import reissue
from awards.operations.outcome import revoke
from awards.operations.screening import disqualify
from awards.states import NOMINATION, ProposalState
from ovop_portal.common.canonical import digest
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.printed import missing_letters
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, move, verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of

NOTHING: Mapping[str, str] = {}
# The code of what is missing while another proposal for the file waits.
WAITING = "waiting"


@dataclass(frozen=True)
class Act:
    """Something that takes two persons: its name in addresses, what it is called as a deed, what keeps it from being done, and how it is done."""

    slug: str
    deed: str | Promise
    missing: Callable[[Nomination], list[Missing]]
    carry_out: Callable[..., object]


def _missing_for_award(nomination: Nomination) -> list[Missing]:
    """A star that was published and not taken back."""
    award = Award.objects.filter(nomination=nomination, issues__isnull=False).select_related("revocation").first()
    if award is None:
        return [Missing("not_published", _("Berkas ini tidak mempunyai bintang yang sudah diumumkan"))]
    if getattr(award, "revocation", None) is not None:
        return [Missing("revoked", _("Piagam ini sudah dicabut"))]
    return []


def _missing_for_disqualification(nomination: Nomination) -> list[Missing]:
    """A file that has passed and is not determined yet."""
    if NOMINATION.may("disqualify", nomination.state):
        return []
    return [Missing("state", _("Hanya berkas yang lolos administrasi dan belum ditetapkan dapat digugurkan"))]


def _revoke(proposal: Proposal, *, by: By, now: datetime) -> None:
    award = Award.objects.for_list().get(nomination=proposal.nomination)
    number, day = proposal.basis, proposal.basis_date
    revoke(award, decree_number=number, date=day, reason=proposal.reason, by=by, now=now)


def _disqualify(proposal: Proposal, *, by: By, now: datetime) -> None:
    disqualify([proposal.nomination], proposal.reason, by=by, now=now)


ACTS = {
    ActKind.REVOKE: Act("cabut", gettext_lazy("Cabut bintang"), _missing_for_award, _revoke),
    ActKind.CORRECT: Act("koreksi", gettext_lazy("Koreksi piagam"), _missing_for_award, reissue),
    ActKind.DISQUALIFY: Act("gugurkan", gettext_lazy("Gugurkan berkas"), _missing_for_disqualification, _disqualify),
}
BY_SLUG = {act.slug: kind for kind, act in ACTS.items()}


def acts_for(nomination: Nomination, *, stands: bool) -> list[Act]:
    """What can be proposed for `nomination`, without a query; `stands`: has it a star that was published and not taken back?"""
    kinds = [ActKind.REVOKE, ActKind.CORRECT] if stands else []
    if NOMINATION.may("disqualify", nomination.state):
        kinds.append(ActKind.DISQUALIFY)
    return [ACTS[kind] for kind in kinds]


def standing_of(nomination: Nomination) -> str:
    """The digest of what an act upon `nomination` touches, as it stands now: its state, and what everybody reads of its award."""
    issues = PublishedAward.objects.filter(award__nomination=nomination).in_force()
    read = list(issues.values_list("issue", *FACTS, "award__revocation"))
    return digest([nomination.state, read])


def missing_for_proposal(nomination: Nomination, act: str) -> list[Missing]:
    """What keeps `act` from being proposed for `nomination`."""
    if Proposal.objects.waiting().filter(nomination=nomination).exists():
        return [Missing(WAITING, _("Berkas ini sudah mempunyai rancangan yang menunggu pengesahan"))]
    return ACTS[ActKind(act)].missing(nomination)


@verb
def propose(
    nomination: Nomination,
    act: str,
    *,
    basis: str,
    basis_date: date,
    reason: str,
    facts: Mapping[str, str] = NOTHING,
    by: By,
    now: datetime,
) -> Proposal:
    """Prepare `act` for `nomination`, by a decree or minutes. `facts` are the facts of the certificate as they shall read, as text, by their names in `FACTS`;
    those that read so already are left out.

    Raises `Refused` where the act is not possible, where another one waits, and where a correction would change nothing.
    """
    lock(nomination)
    lacking = missing_for_proposal(nomination, act)
    if not reason.strip():
        lacking.append(Missing("no_reason", _("Isi alasan"), "reason"))
    if not basis.strip():
        lacking.append(Missing("no_basis", _("Isi nomor keputusan atau berita acara"), "basis"))
    if basis_date > day_in_wib(now):
        lacking.append(Missing("future", _("Tanggalnya tidak boleh sesudah hari ini"), "basis_date"))
    lacking += missing_letters({"basis": basis}, "basis")
    if lacking:
        raise Refused(*lacking)
    corrections = _corrections(nomination, facts) if act == ActKind.CORRECT else []
    proposal = Proposal.objects.create(
        nomination=nomination,
        act=act,
        basis=basis,
        basis_date=basis_date,
        reason=reason,
        seen=standing_of(nomination),
        state=ProposalState.WAITING,
        proposed_by=actor_of(by),
        proposed_at=now,
    )
    for correction in corrections:
        correction.proposal = proposal
    Correction.objects.bulk_create(corrections)
    _record("proposal.made", proposal, by=by, now=now)
    notices.tell_second_person(proposal, now=now, besides=by)
    return proposal


def _corrections(nomination: Nomination, facts: Mapping[str, str]) -> list[Correction]:
    award = PublishedAward.objects.in_force().get(award__nomination=nomination)
    before = as_text(award)
    changed = {what: words for what, words in facts.items() if words != before[what]}
    lacking = missing_for_facts(award, changed)
    if lacking:
        raise Refused(*lacking)
    return [Correction(what=what, before=before[what], after=words) for what, words in changed.items()]


@verb
def confirm(proposal: Proposal, *, by: By, now: datetime) -> None:
    """Another person confirms, and what was proposed is done now.

    Raises `Stale` where it was decided meanwhile, and `Refused` for the person who proposed it or where what it touches has changed since.
    """
    _hold(proposal)
    if actor_of(by) == proposal.proposed_by:
        raise Refused(Missing("same_person", _("Rancangan disahkan oleh orang lain, bukan oleh penyusunnya")))
    lacking = ACTS[ActKind(proposal.act)].missing(proposal.nomination)
    if not lacking and standing_of(proposal.nomination) != proposal.seen:
        lacking = [
            Missing("outdated", _("Datanya sudah berubah sejak rancangan ini disusun. Tolak, lalu susun yang baru"))
        ]
    if lacking:
        raise Refused(*lacking)
    _decide(proposal, ProposalState.CONFIRMED, "", by=by, now=now)
    _record("proposal.confirmed", proposal, by=by, now=now)
    ACTS[ActKind(proposal.act)].carry_out(proposal, by=by, now=now)


@verb
def decline(proposal: Proposal, answer: str, *, by: By, now: datetime) -> None:
    """Nothing is done: another person says why not, or the author takes it back. Raises `Stale` where it was decided meanwhile."""
    if not answer.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "answer"))
    _hold(proposal)
    _decide(proposal, ProposalState.DECLINED, answer, by=by, now=now)
    _record("proposal.declined", proposal, by=by, now=now)
    notices.tell_of_decline(proposal, now=now, besides=by)


def _hold(proposal: Proposal) -> None:
    """Lock the file before its proposal, in the order in which `propose` locks them."""
    nomination = Nomination.objects.for_list().select_related("edition__publication").get(pk=proposal.nomination_id)
    lock(nomination)
    lock(proposal)
    proposal.nomination = nomination
    if not proposal.is_waiting:
        raise Stale(proposal, proposal.state)


def _decide(proposal: Proposal, to: str, answer: str, *, by: By, now: datetime) -> None:
    proposal.decided_by, proposal.decided_at, proposal.answer = actor_of(by), now, answer
    move(proposal, to, save=("decided_by", "decided_at", "answer"))


def _record(kind: str, proposal: Proposal, *, by: By, now: datetime) -> None:
    body = {"act": proposal.act, "nomination": proposal.nomination.number, "decree": proposal.basis}
    journal.record(kind, proposal.subject, by=by, now=now, body=body, rows=[proposal])
