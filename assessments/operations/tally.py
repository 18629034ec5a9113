"""Verbs of the tally and the plenary: ask for a tally, seal it, decide the stars, close the panels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from assessments import notices
from assessments.models import Entry, Panel, PlenaryDecision, Scoresheet, Tally, TallyRow
from assessments.models.tally import NEWEST_FORMAT
from assessments.operations.sheets import hold_entries
from assessments.states import EntryState, TallyState
from assessments.tally import calculation
from awards.models import Edition, Nomination, WindowKind
from awards.operations.editions import demand_open
from awards.operations.outcome import recommend_star
from awards.states import NominationState
from ovop_portal.accounts.models import User
from ovop_portal.common import attempts
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, move, move_all, verb
from ovop_portal.common.waking import wake
from ovop_portal.ledger import journal, sealing
from ovop_portal.ledger.journal import actor_of

By = User | str


@verb
def request_tally(edition: Edition, *, by: By, now: datetime) -> Tally:
    """Ask for a tally: a row that waits for a worker. One at a time for each edition."""
    lock(edition)
    lacking = calculation.missing_for_tally(edition)
    if edition.tallies.filter(state=TallyState.RUNNING).exists():
        lacking.append(Missing("running", _("Rekap sedang dihitung")))
    if lacking:
        raise Refused(*lacking)
    plan = calculation.plan_of(edition)
    tally = Tally.objects.create(
        edition=edition,
        n=(edition.tallies.aggregate(n=Max("n"))["n"] or 0) + 1,
        state=TallyState.RUNNING,
        rubric=plan.rubric,
        star_lines=plan.star_lines,
        combine=plan.combine,
        caps_of_holders=plan.caps_of_holders,
        format=NEWEST_FORMAT,
        requested_by=actor_of(by),
        requested_at=now,
    )
    journal.record("tally.requested", tally.subject, by=by, now=now, rows=[tally])
    wake("assessments.tasks.run_tally", tally.pk)
    return tally


@verb
def seal_tally(tally: Tally, *, now: datetime, by: By = "system:tally") -> None:
    """Count, decide the stars by the rule, write the rows and seal inputs and results by their hashes.

    The entries are held from the first look to the end, as by everybody who opens a sheet again, assigns one or decides, so that all statements read one
    moment. Raises `Refused` where something has been opened since the tally was asked for.
    """
    lock(tally)
    hold_entries(Entry.objects.filter(nomination__edition=tally.edition_id))
    if tally.state != TallyState.RUNNING:
        raise Stale(tally, tally.state)
    lacking = calculation.missing_for_tally(tally.edition)
    if lacking:
        raise Refused(*lacking)
    votes = calculation.ballots(tally.edition, tally.caps_of_holders)
    made = calculation.results(
        votes, lines=tally.star_lines.whole(), combine=tally.combine, max_stars=tally.edition.scheme.max_stars
    )
    TallyRow.objects.bulk_create(
        [
            TallyRow(
                tally=tally,
                entry_id=row.entry,
                jurors=row.jurors,
                official=row.official,
                lowest=row.lowest,
                highest=row.highest,
                stars=row.stars,
                is_capped=row.is_capped,
            )
            for row in made
        ],
        batch_size=5_000,
    )
    tally.inputs_sha256 = calculation.inputs_digest(votes, tally)
    tally.results_sha256 = calculation.results_digest(made, tally)
    tally.last_sheet = Scoresheet.objects.filter(entry__nomination__edition=tally.edition_id).aggregate(pk=Max("pk"))[
        "pk"
    ]
    tally.sealed_at = now
    move(tally, TallyState.SEALED, save=("inputs_sha256", "results_sha256", "last_sheet", "sealed_at"))
    journal.record(
        "tally.sealed",
        tally.subject,
        by=by,
        now=now,
        body={"inputs": tally.inputs_sha256, "results": tally.results_sha256, "entries": len(made)},
        rows=[tally],
    )
    sealing.seal_all(now)
    edition = tally.edition
    notices.tell_secretariat_of_tally(
        notices.TALLIED, {"edition": edition.name, "n": str(tally.n)}, edition=edition, key=tally.subject, now=now
    )


@verb
def refuse_tally(tally: Tally, reasons: Sequence[Missing], *, now: datetime, by: By = "system:tally") -> None:
    """The tally could not be made after all: the reasons are kept and told."""
    tally.refusal = "; ".join(item.message for item in reasons)
    move(tally, TallyState.REFUSED, save=("refusal",))
    body = {"reasons": [item.code for item in reasons]}
    journal.record("tally.refused", tally.subject, by=by, now=now, body=body, rows=[tally])
    notices.tell_secretariat_of_tally(
        notices.TALLY_REFUSED, {"reason": tally.refusal}, edition=tally.edition, key=tally.subject, now=now
    )


def run_tally(pk: int, *, now: datetime) -> None:
    """Make the tally that waits, if it is its turn. A failure is counted and kept in the row; after the last attempt the run ends and the secretariat is told."""
    claimed = attempts.claim(Tally.objects.waiting(), pk, now=now)
    if claimed is None:
        return
    tally = Tally.objects.select_related("edition__scheme", "rubric", "star_lines").get(pk=pk)
    try:
        seal_tally(tally, now=now)
    except Refused as refused:
        refuse_tally(tally, refused.missing, now=now)
    except Stale:  # Another worker was faster.
        return
    except Exception as problem:  # Catches every fault: the tally of one edition must not stop the others, nor block its own edition for ever.
        if attempts.record_fault(Tally.objects.waiting(), claimed, problem, now=now):
            _give_up(pk, now)


def due(now: datetime) -> list[int]:
    """The tallies that wait and whose turn it is. Those whose last attempt ended with its worker are given up on the way."""
    for lost in attempts.park_exhausted(Tally.objects.waiting(), now=now):
        _give_up(lost.pk, now)
    return list(attempts.due(Tally.objects.waiting(), now).order_by("pk").values_list("pk", flat=True))


def _give_up(pk: int, now: datetime) -> None:
    words = _(
        "Perhitungan terhenti setelah {n} kali dicoba. Coba lagi, dan hubungi pengelola sistem bila terhenti lagi"
    )
    tally = Tally.objects.select_related("edition").get(pk=pk)
    refuse_tally(tally, [Missing("fault", words.format(n=attempts.MAX_ATTEMPTS))], now=now)


def newest_sealed(edition: Edition) -> Tally | None:
    """The tally that the plenary works on."""
    return (
        edition.tallies.filter(state=TallyState.SEALED)
        .order_by("-n")
        .select_related("rubric", "star_lines", "edition__scheme")
        .first()
    )


def missing_for_decision(decisions: Sequence[tuple[TallyRow, int, str]]) -> list[Missing]:
    """What keeps these decisions from being taken: stars outside the scheme, a departure from the rule without a reason."""
    lacking = []
    for row, stars, reason in decisions:
        code = row.entry.nomination.blind_code
        if not 0 <= stars <= row.tally.edition.scheme.max_stars:
            lacking.append(Missing("stars", _("Pilih bintang untuk {code}").format(code=code), f"stars_{row.pk}"))
        elif stars != row.stars and not reason.strip():
            lacking.append(
                Missing(
                    "no_reason",
                    _("Isi alasan: bintang {code} berbeda dari garis").format(code=code),
                    f"reason_{row.pk}",
                )
            )
    return lacking


@verb
def decide_stars(decisions: Sequence[tuple[TallyRow, int, str]], *, by: By, now: datetime) -> list[PlenaryDecision]:
    """The plenary fixes the stars of entries, each with the reason where it departs from the rule, and recommends them.

    Works on the newest sealed tally only, and only in the window of the plenary. Rows come with tally, edition scheme, entry and nomination.
    """
    demand_open({row.tally.edition_id for row, _stars, _reason in decisions}, WindowKind.PLENARY, now)
    lacking = missing_for_decision(decisions)
    if lacking:
        raise Refused(*lacking)
    entries = [row.entry for row, _stars, _reason in decisions]
    hold_entries(Entry.objects.filter(pk__in=[entry.pk for entry in entries]))
    for tally in {row.tally for row, _stars, _reason in decisions}:
        if newest_sealed(tally.edition) != tally:
            raise Stale(tally)
        _refuse_outdated(tally, decisions)
    # The move comes first: the second of two who decide the same entry finds it decided.
    if move_all(Entry.objects.filter(pk__in=[entry.pk for entry in entries]), EntryState.DECIDED) != len(entries):
        raise Stale(entries[0])
    made = PlenaryDecision.objects.bulk_create(
        PlenaryDecision(
            entry=row.entry,
            tally_row=row,
            stars=stars,
            rule_stars=row.stars,
            reason=reason.strip(),
            decided_by=actor_of(by),
            decided_at=now,
        )
        for row, stars, reason in decisions
    )
    journal.record_many(
        "entry.decided",
        [(row.entry.nomination.subject, {"stars": stars}) for row, stars, _reason in decisions],
        by=by,
        now=now,
        rows=[[decision, decision.entry] for decision in made],
    )
    recommend_star([(row.entry.nomination, stars, reason) for row, stars, reason in decisions], by=by, now=now)
    sealing.seal_all(now)
    return made


def _refuse_outdated(tally: Tally, decisions: Sequence[tuple[TallyRow, int, str]]) -> None:
    """Refuse results that the sheets no longer give."""
    outdated = calculation.outdated(tally)
    codes = sorted(row.entry.nomination.blind_code for row, _stars, _reason in decisions if row.entry_id in outdated)
    if codes:
        words = _("Nilai {codes} berubah sesudah rekap ke-{n}. Hitung rekap baru").format(
            codes=", ".join(codes), n=tally.n
        )
        raise Refused(Missing("outdated", words))


def missing_for_closing(edition: Edition) -> list[Missing]:
    """What keeps the panels from being closed: files that wait for the jury or for the plenary, or none that it has decided."""
    waiting = Nomination.objects.filter(
        edition=edition, state__in=[NominationState.PASSED, NominationState.IN_ASSESSMENT]
    )
    undecided = waiting.exclude(assessment_entry__state=EntryState.DECIDED).count()
    if undecided:
        return [Missing("undecided", _("{n} berkas belum diputuskan pleno").format(n=undecided))]
    if not Entry.objects.filter(nomination__edition=edition, state=EntryState.DECIDED).exists():
        return [Missing("none", _("Belum ada berkas yang diputuskan pleno"))]
    return []


@verb
def close_panels(edition: Edition, *, by: By, now: datetime) -> int:
    """Close the panels after the plenary: jurors may now read each other's locked sheets of the entries they judged themselves."""
    # The panels are held before they are looked at: nobody decides, assigns or ends a seat between the look and the closing.
    panels = list(Panel.objects.select_for_update().filter(edition=edition, closed_at__isnull=True).order_by("pk"))
    hold_entries(Entry.objects.filter(nomination__edition=edition))
    lacking = missing_for_closing(edition)
    if lacking:
        raise Refused(*lacking)
    if panels:
        Panel.objects.filter(pk__in=[panel.pk for panel in panels]).update(closed_at=now)
        body = {"panels": len(panels)}
        journal.record("panels.closed", edition.subject, by=by, now=now, body=body, rows=panels)
    return len(panels)
