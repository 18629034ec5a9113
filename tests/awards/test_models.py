"""Every promise that the tables of the award make, tried to be broken by raw SQL in the application's own role.

`CASES` has an attempt for each named constraint and trigger of the room; a promise without an attempt fails the first test.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from pytest_django import DjangoDbBlocker

from awards.models import (
    ActKind,
    Award,
    Certificate,
    Cohort,
    Correction,
    Curation,
    Determination,
    Edition,
    Endorsement,
    Extension,
    Gate,
    Milestone,
    Nomination,
    NumberCounter,
    OfficeCheck,
    Proposal,
    Publication,
    PublishedAward,
    PublishedClaim,
    Recommendation,
    Remark,
    RequiredPaper,
    Revocation,
    StarScheme,
    Submission,
    Window,
    WindowChange,
)
from awards.operations import candidates, programme
from awards.operations.editions import change_window
from awards.operations.proposals import propose
from awards.states import NOMINATION, CertificateState, NominationState, ProposalState
from awards.states import NominationState as S
from ovop_portal.common.guards import NoTruncate
from tests.awards.editions import decree
from tests.awards.extensions import by_hand
from tests.scene import NOW, Scene, open_the_edition
from tests.support import second_person
from tests.support.second_person import disqualify
from tests.support.shadows import full_names, shadows

pytestmark = pytest.mark.django_db


class World:
    """One row of everything: an open edition with a file at each state, and a published one with all that hangs on it."""

    def __init__(self) -> None:
        self.scene = scene = Scene.begin(year=2028)
        self.open = scene.edition
        self.past = self._published(2026)
        self.award = Award.objects.get(nomination__edition=self.past)
        Edition.objects.filter(pk=self.open.pk).update(previous=self.past)
        self.open.refresh_from_db()
        self.files = self._files()
        # Nothing has been sent in it yet: gates and papers still change.
        self.coming = open_the_edition(2030, NOW)
        self.cohort = programme.open_cohort(self.past, name="Angkatan I", seats=9, by=scene.curator, now=NOW)
        self.curation = programme.curate(
            Award.objects.for_list().get(pk=self.award.pk), self.cohort, "Siap ekspor", by=scene.curator, now=NOW
        )
        second_person.correct(self.award, firm="UD Nama Benar", by=scene.secretariat, now=NOW)
        self.corrected = PublishedAward.objects.get(issue=2)
        self.waiting = propose(
            self.files[S.PASSED],
            ActKind.DISQUALIFY,
            basis="BA-1",
            basis_date=NOW.date(),
            reason="Tutup",
            by=scene.secretariat,
            now=NOW,
        )
        self.extension = by_hand(scene)
        self.revocation = second_person.revoke(
            self.award, decree_number="12", date=NOW.date(), reason="Usaha tutup", by=scene.secretariat, now=NOW
        )

        plenary = of(Window, edition=self.open, kind="plenary")
        dates = plenary.opens_at, plenary.closes_at + timedelta(days=1)
        self.moved = change_window(
            self.open, "plenary", dates, reason="Libur", seen=plenary.seen, by=scene.secretariat, now=NOW
        )

    def _published(self, year: int) -> Edition:
        now = self.scene
        past = Scene(NOW, open_the_edition(year, NOW), now.regency, now.other_regency, now.commodity, now.people)
        past.__dict__.update(jurors=now.jurors, sentra=now.sentra)
        by_hand(past)
        past.award()
        return past.edition

    def _files(self) -> dict[str, Nomination]:
        scene, simple = self.scene, set(NominationState.values) - {S.INVITED, S.LAPSED, S.DETERMINED, S.DISQUALIFIED}
        files = {state: scene.at(state) for state in sorted(simple)}
        files[S.DISQUALIFIED] = scene.at(S.PASSED)
        disqualify([files[S.DISQUALIFIED]], "Dokumen palsu", by=scene.secretariat, now=NOW)
        files[S.DETERMINED] = self.award.nomination
        [files[S.INVITED]] = candidates.invite_holders([self.award], self.open, by=scene.secretariat, now=NOW)
        return files

    def lapsed(self) -> Nomination:
        """The invitation, let go: for the one test that needs it."""
        candidates.lapse_invitations([self.files[S.INVITED]], by="system:clock", now=NOW)
        return self.files[S.INVITED]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all attempts, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        # What waits for the commit is looked at now, not at the end of each test again.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)


def run(statement: str, *values: Any) -> None:
    """By the full names of the tables, which no temporary table can take."""
    with connection.cursor() as cursor:
        cursor.execute(full_names(statement), values)


def change(row: models.Model, **columns: Any) -> None:
    """UPDATE one row by hand."""
    settings = ", ".join(f'"{name}" = %s' for name in columns)
    key = row._meta.pk.column  # type: ignore[union-attr]
    run(f'UPDATE "{row._meta.db_table}" SET {settings} WHERE "{key}" = %s', *columns.values(), row.pk)


def remove(row: models.Model) -> None:
    """DELETE one row by hand."""
    run(f'DELETE FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s', row.pk)  # type: ignore[union-attr]


def copy(row: models.Model, **columns: Any) -> None:
    """INSERT a copy of a row by hand, with some columns of its own."""
    if any(field.name == "uuid" for field in row._meta.fields):
        columns = {"uuid": uuid.uuid4()} | columns
    own = [field for field in row._meta.fields if not field.generated]
    names = [field.column for field in own if not (field.primary_key and field.column == "id")]
    given = ", ".join("%s" if name in columns else f'"{name}"' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    table, key = row._meta.db_table, row._meta.pk.column  # type: ignore[union-attr]
    run(
        f'INSERT INTO "{table}" ({listed}) SELECT {given} FROM "{table}" WHERE "{key}" = %s',
        *(columns[name] for name in names if name in columns),
        row.pk,
    )


def refused_by(attempt: Callable[[], Any]) -> str:
    """The name of the promise that the attempt breaks, or nothing if it goes through. Nothing of it stays."""
    try:
        with transaction.atomic():
            attempt()
            connection.check_constraints()
            raise _WentThrough
    except _WentThrough:
        return ""
    except IntegrityError as refusal:
        return refusal.__cause__.diag.constraint_name  # type: ignore[union-attr]


class _WentThrough(Exception):
    pass


@dataclass(frozen=True)
class Case:
    """An attempt to break the promise `name`."""

    name: str
    attempt: Callable[[World], Any]


def of(model: type[models.Model], **where: Any) -> Any:
    """One row of `model`, the same at every call."""
    return model._default_manager.filter(**where).order_by("pk")[0]


def born(world: World, **columns: Any) -> None:
    """A second file beside the draft."""
    copy(world.files[S.DRAFT], **{"number": "OVOP-2028-9999", "blind_code": "K-ZZZZZ", "state": "draft"} | columns)


def frozen(model: type[models.Model], edition: str = "past") -> list[Callable[[World], Any]]:
    """Change, add and remove in a published edition."""
    return [
        lambda world: change(of(model, edition=getattr(world, edition)), **{_COLUMN[model]: _VALUE[model]}),
        lambda world: copy(of(model, edition=getattr(world, edition)), **{_COLUMN[model]: _VALUE[model]}),
        lambda world: remove(of(model, edition=getattr(world, edition))),
    ]


def kept(model: type[models.Model]) -> list[Callable[[World], Any]]:
    """The same in an open edition in which files have been sent."""
    return frozen(model, "open")


_COLUMN: dict[Any, str] = {Window: "kind", Gate: "code", RequiredPaper: "code"}
_VALUE: dict[Any, str] = {Window: "nomination", Gate: "G99", RequiredPaper: "lain"}


def only_added(model: type[models.Model], column: str, value: Any) -> list[Callable[[World], Any]]:
    return [lambda world: change(of(model), **{column: value}), lambda world: remove(of(model))]


HASH = "0" * 64
CASES = [
    Case("claim_once", lambda w: copy(of(PublishedClaim))),
    Case("claim_year_plausible", lambda w: copy(of(PublishedClaim), year=1906)),
    *(Case("awards_publishedclaim_append_only", attempt) for attempt in only_added(PublishedClaim, "value", 7)),
    *(Case("awards_publishedclaim_append_only", attempt) for attempt in only_added(PublishedClaim, "label", "lain")),
    # Schemes and editions
    Case("scheme_max_stars", lambda w: copy(w.open.scheme, code="lain", max_stars=6)),
    Case("scheme_go_global_within", lambda w: copy(w.open.scheme, code="lain", go_global_from=4)),
    Case("awards_scheme_fixed", lambda w: change(w.open.scheme, max_stars=5)),
    Case("awards_scheme_fixed", lambda w: change(w.open.scheme, go_global_from=None)),
    Case("awards_scheme_fixed", lambda w: change(w.open.scheme, packaging_mark_from=1)),
    Case("awards_scheme_no_delete", lambda w: remove(of(StarScheme))),
    Case("edition_year_plausible", lambda w: copy(w.open, year=1900, previous_id=None)),
    Case("edition_kind_known", lambda w: copy(w.open, year=2031, previous_id=None, kind="practice")),
    Case("edition_rehearsal_says_so", lambda w: copy(w.open, year=2031, previous_id=None, kind="rehearsal")),
    Case("awards_edition_fixed", lambda w: change(w.open, year=2031)),
    Case("awards_edition_fixed", lambda w: change(w.open, drafted_by="user:x")),
    Case("edition_opened_was_drafted", lambda w: change(w.open, opened_by="user:x")),
    Case(
        "edition_opened_by_another",
        lambda w: copy(w.open, year=2031, previous_id=None, drafted_by="user:x", opened_by="user:x"),
    ),
    Case("awards_edition_opened", lambda w: reopened(w)),
    Case("awards_edition_fixed", lambda w: change(w.open, kind="rehearsal", name="Latihan 2031")),
    Case(
        "awards_edition_follows_its_kind",
        lambda w: copy(w.open, year=2031, previous_id=w.past.pk, kind="rehearsal", name="Latihan 2031"),
    ),
    Case("edition_after_previous", lambda w: change(w.open, planned_year=2030)),
    Case("edition_validity_plausible", lambda w: change(w.open, validity_months=0)),
    Case("edition_has_name", lambda w: change(w.open, name="")),
    Case("awards_edition_frozen", lambda w: change(w.past, name="OVOP lain")),
    Case("awards_edition_frozen", lambda w: change(w.past, scheme_id=of(StarScheme, max_stars=5).pk)),
    Case("awards_edition_kept", lambda w: change(w.open, scheme_id=of(StarScheme, max_stars=5).pk)),
    Case("awards_edition_kept", lambda w: change(w.open, screening_rule="all_by_two")),
    Case("edition_screening_rule_known", lambda w: copy(w.open, year=2031, previous_id=None, screening_rule="by_one")),
    Case("awards_edition_no_delete", lambda w: remove(w.open)),
    Case("window_once", lambda w: copy(of(Window, edition=w.open))),
    Case("window_kind_known", lambda w: change(of(Window, edition=w.open), kind="lain")),
    Case("window_in_order", lambda w: change(of(Window, edition=w.open), closes_at=NOW - timedelta(days=900))),
    *(Case("awards_window_frozen", attempt) for attempt in frozen(Window)),
    Case("window_change_kind_known", lambda w: copy(w.moved, kind="lain")),
    Case("window_change_in_order", lambda w: copy(w.moved, closes_at=NOW - timedelta(days=900))),
    Case("window_change_has_reason", lambda w: copy(w.moved, reason="")),
    Case(
        "window_change_changes_something",
        lambda w: copy(w.moved, opens_at=w.moved.opened_before, closes_at=w.moved.closed_before),
    ),
    *(Case("awards_windowchange_append_only", attempt) for attempt in only_added(WindowChange, "reason", "Lain")),
    Case("gate_once", lambda w: copy(of(Gate, edition=w.coming))),
    Case("gate_effect_known", lambda w: change(of(Gate, edition=w.coming), effect="lain")),
    Case("gate_evidence_known", lambda w: change(of(Gate, edition=w.coming), evidence="lain", paper="")),
    Case("gate_paper_with_evidence", lambda w: change(of(Gate, edition=w.coming, code="G04"), paper="")),
    Case("gate_code_shape", lambda w: change(of(Gate, edition=w.coming), code="X1")),
    *(Case("awards_gate_frozen", attempt) for attempt in frozen(Gate)),
    *(Case("awards_gate_kept", attempt) for attempt in kept(Gate)),
    # A gate of an open edition is not smuggled into a published one.
    Case("awards_gate_frozen", lambda w: change(of(Gate, edition=w.coming), edition_id=w.past.pk, code="G99")),
    Case("required_paper_once", lambda w: copy(of(RequiredPaper, edition=w.coming))),
    *(Case("awards_paper_frozen", attempt) for attempt in frozen(RequiredPaper)),
    *(Case("awards_paper_kept", attempt) for attempt in kept(RequiredPaper)),
    Case("awards_nomination_frozen", lambda w: born(w, edition_id=w.past.pk)),
    # The act of the regional head
    Case("endorsement_once", lambda w: copy(of(Endorsement))),
    Case("endorsement_has_number", lambda w: copy(of(Endorsement), number="")),
    Case("endorsement_has_signatory", lambda w: copy(of(Endorsement), signatory_name="")),
    *(Case("awards_endorsement_append_only", attempt) for attempt in only_added(Endorsement, "number", "1")),
    # Nominations
    Case("nomination_one_live", born),
    Case("nomination_number_shape", lambda w: born(w, number="2028-1")),
    Case("nomination_entry_has_its_papers", lambda w: born(w, entry="reassessment")),
    # The star of another product.
    Case(
        "awards_nomination_star_before",
        lambda w: born(w, entry="reassessment", state="invited", previous_award_id=w.award.pk),
    ),
    # Before the jury without anything sent.
    Case("awards_nomination_star_before", lambda w: change(w.files[S.INVITED], state="in_assessment")),
    Case("nomination_entry_has_its_papers", lambda w: change(w.files[S.INVITED], endorsement_id=of(Endorsement).pk)),
    Case(
        "nomination_shown_when_nobody_refuses", lambda w: change(w.files[S.DRAFT], may_publish=True, owner_refuses=True)
    ),
    Case("nomination_sent_with_endorsement", lambda w: change(w.files[S.READY], state="submitted")),
    Case("nomination_sent_with_endorsement", lambda w: change(w.files[S.SUBMITTED], endorsement_id=None)),
    Case("nomination_sent_with_endorsement", lambda w: change(w.files[S.SCREENING], declared_at=None)),
    Case("nomination_only_holders_invited", lambda w: born(w, state="invited")),
    Case("nomination_end_has_reason", lambda w: change(w.files[S.WITH_OFFICE], state="not_nominated")),
    Case("nomination_end_has_reason", lambda w: change(w.files[S.FAILED], reason="")),
    Case("awards_nomination_moves", lambda w: change(w.files[S.DRAFT], state="passed")),
    *(
        Case("awards_nomination_fixed", lambda w, column=column: change(w.files[S.DETERMINED], **{column: None}))
        for column in ("number", "blind_code", "edition_id", "ikm_id", "product_id", "regency_id", "entry")
    ),
    *(
        Case("awards_nomination_kept", lambda w, columns=columns: change(w.files[S.DETERMINED], **columns))
        for columns in ({"endorsement_id": None}, {"declared_at": NOW + timedelta(days=9)})
    ),
    *(
        Case(
            "awards_nomination_consent_told",
            lambda w, columns=columns: change(Nomination.objects.get(pk=w.award.nomination_id), **columns),
        )
        for columns in ({"may_publish": False}, {"may_publish": False, "office_refuses": True})
    ),
    Case("awards_nomination_no_delete", lambda w: remove(w.files[S.DRAFT])),
    Case("submission_numbered_once", lambda w: copy(of(Submission, nomination__edition=w.open))),
    Case("submission_sha256_shape", lambda w: copy(of(Submission, nomination__edition=w.open), n=9, sha256="A" * 64)),
    Case("awards_submission_frozen", lambda w: copy(of(Submission, nomination_id=w.award.nomination_id), n=9)),
    *(Case("awards_submission_append_only", attempt) for attempt in only_added(Submission, "sha256", HASH)),
    Case("remark_has_words", lambda w: copy(of(Remark), words="")),
    Case("remark_answer_known", lambda w: copy(of(Remark), answer="apa saja", answered_at=NOW)),
    Case("remark_answered_at_an_hour", lambda w: copy(of(Remark), answer="mended", answered_at=None)),
    Case(
        "remark_disagreed_with_words", lambda w: copy(of(Remark), answer="disagreed", answer_words="", answered_at=NOW)
    ),
    Case("office_check_sha256_shape", lambda w: copy(of(OfficeCheck), sha256="x")),
    *(Case("awards_officecheck_append_only", attempt) for attempt in only_added(OfficeCheck, "sha256", HASH)),
    *(
        Case("awards_remark_fixed", lambda w, column=column: change(of(Remark, answered_at=None), **column))
        for column in ({"words": "Lain"}, {"section": "lain"}, {"written_by": "lain"}, {"to_office": None})
    ),
    Case("awards_remark_locked", lambda w: [change(of(Remark), answered_at=NOW) for _ in range(2)]),
    Case("awards_remark_no_delete", lambda w: remove(of(Remark))),
    *(Case("awards_milestone_append_only", attempt) for attempt in only_added(Milestone, "words", "Lain")),
    # The outcome
    Case(
        "recommendation_stars", lambda w: copy(of(Recommendation), nomination_id=w.files[S.IN_ASSESSMENT].pk, stars=6)
    ),
    *(Case("awards_recommendation_append_only", attempt) for attempt in only_added(Recommendation, "stars", 1)),
    Case("awards_recommendation_frozen", lambda w: copy(of(Recommendation), stars=1)),
    Case("determination_once", lambda w: [copy(of(Determination), edition_id=w.open.pk) for _ in range(2)]),
    Case("determination_has_number", lambda w: copy(of(Determination), edition_id=w.open.pk, number="")),
    *(Case("awards_determination_append_only", attempt) for attempt in only_added(Determination, "number", "1")),
    Case("awards_determination_frozen", lambda w: copy(of(Determination), number="2")),
    Case("award_stars", lambda w: given(w, stars=0)),
    Case("award_stars", lambda w: given(w, stars=6)),
    Case("award_dates_in_order", lambda w: given(w, valid_until=NOW.date() - timedelta(days=1))),
    Case("award_code_shape", lambda w: given(w, code="ABCDEFGH1JK")),
    *(Case("awards_award_append_only", attempt) for attempt in only_added(Award, "stars", 1)),
    Case("awards_award_frozen", lambda w: copy(w.award, code="ZZZZZZZZZZZ")),
    Case("published_award_issued_once", lambda w: copy(of(PublishedAward))),
    Case("published_award_stars", lambda w: copy(w.corrected, issue=3, stars=0)),
    Case("published_award_dates_in_order", lambda w: copy(w.corrected, issue=3, valid_until=date(2020, 1, 1))),
    Case("published_award_has_firm", lambda w: copy(of(PublishedAward), firm="")),
    Case("published_award_has_product", lambda w: copy(of(PublishedAward), product_name="")),
    Case("published_award_stars_of_scheme", lambda w: copy(of(PublishedAward), max_stars=0)),
    *(
        Case("awards_publishedaward_issued", lambda w, columns=columns: copy(of(PublishedAward), **columns))
        for columns in (
            {"issue": 2},
            {"stars": 1},
            {"valid_until": date(2099, 1, 1)},
            {"code": "ABCDEFGHJK2"},
            {"visible_from": NOW - timedelta(days=1)},
        )
    ),
    *(
        Case("awards_publishedaward_issued", lambda w, columns=columns: copy(w.corrected, **columns))
        for columns in (
            {"issue": 4},
            {"issue": 3, "code": "ABCDEFGHJK2"},
            {"issue": 3, "told": "{}"},
            {"issue": 3, "proposal_id": None},
            {"issue": 3, "visible_from": NOW - timedelta(days=1)},
        )
    ),
    Case("awards_publishedaward_issued", lambda w: copy(w.corrected, issue=3, proposal_id=w.waiting.pk)),
    *(Case("awards_publishedaward_append_only", attempt) for attempt in only_added(PublishedAward, "stars", 1)),
    Case("revocation_has_reason", lambda w: copy(of(Revocation), reason="")),
    Case("revocation_has_decree", lambda w: copy(of(Revocation), decree_number="")),
    *(Case("awards_revocation_append_only", attempt) for attempt in only_added(Revocation, "reason", "Lain")),
    Case(
        "awards_revocation_two_persons",
        lambda w: run(
            'INSERT INTO "awards_revocation" (award_id, decree_number, date, reason, entered_by, entered_at)'
            " VALUES (%s, '1', now(), 'x', 'system:x', now())",
            given(w).pk,
        ),
    ),
    Case("awards_nomination_two_persons", lambda w: change(w.files[S.PASSED], state="disqualified")),
    Case("awards_nomination_two_persons", lambda w: change(w.files[S.IN_ASSESSMENT], state="disqualified")),
    Case("extension_for_exactly_one", lambda w: copy(w.extension, regency_id=None)),
    Case("extension_basis_known", lambda w: copy(w.extension, basis_kind="rumour")),
    Case("extension_has_basis", lambda w: copy(w.extension, basis="")),
    Case("extension_has_reason", lambda w: copy(w.extension, reason="")),
    Case("extension_ends_after_it_is_granted", lambda w: copy(w.extension, closes_at=NOW)),
    Case("extension_withdrawal_whole", lambda w: change(w.extension, withdrawn_by="system:x")),
    Case("extension_withdrawn_for_a_reason", lambda w: withdrawn(w, withdrawn_because="")),
    Case("awards_extension_no_delete", lambda w: remove(w.extension)),
    *(
        Case("awards_extension_fixed", lambda w, columns=columns: change(w.extension, **columns))
        for columns in ({"closes_at": NOW + timedelta(days=900)}, {"basis": "KEP-8"}, {"reason": "Lain"})
    ),
    Case("awards_extension_locked", lambda w: (withdrawn(w), withdrawn(w, withdrawn_because="Lain"))),
    Case("awards_extension_frozen", lambda w: copy(of(Extension, edition=w.past))),
    Case("awards_extension_frozen", lambda w: withdrawn(w, of(Extension, edition=w.past))),
    Case("proposal_act_known", lambda w: copy(w.waiting, nomination_id=w.files[S.DRAFT].pk, act="praise")),
    Case("proposal_has_basis", lambda w: copy(w.waiting, nomination_id=w.files[S.DRAFT].pk, basis="")),
    Case("proposal_has_reason", lambda w: copy(w.waiting, nomination_id=w.files[S.DRAFT].pk, reason="")),
    Case("proposal_seen_shape", lambda w: copy(w.waiting, nomination_id=w.files[S.DRAFT].pk, seen="x")),
    Case("proposal_decision_whole", lambda w: change(w.waiting, decided_by="system:x")),
    Case("proposal_decided_means_by_whom", lambda w: change(w.waiting, state="confirmed")),
    Case("proposal_by_two", lambda w: decided(w, state="confirmed", decided_by=w.waiting.proposed_by)),
    Case("proposal_declined_has_answer", lambda w: decided(w, state="declined")),
    Case("proposal_waits_alone", lambda w: copy(w.waiting)),
    Case("awards_proposal_moves", lambda w: copy(w.waiting, state="confirmed")),
    Case("awards_proposal_no_delete", lambda w: remove(w.waiting)),
    *(
        Case("awards_proposal_fixed", lambda w, columns=columns: change(w.waiting, **columns))
        for columns in ({"act": "revoke"}, {"reason": "Lain"}, {"basis": "2"}, {"proposed_by": "system:x"})
    ),
    Case("awards_proposal_locked", lambda w: change(of(Proposal, state="confirmed"), answer="Lain")),
    Case("correction_once", lambda w: [wrong(w) for _ in range(2)]),
    Case("correction_has_words", lambda w: wrong(w, after="")),
    Case("correction_changes_something", lambda w: wrong(w, after="x", before="x")),
    Case("awards_correction_while_waiting", lambda w: copy(of(Correction), what="stars")),
    *(Case("awards_correction_append_only", attempt) for attempt in only_added(Correction, "after", "Lain")),
    Case("awards_publication_alone", lambda w: copy(of(Publication), edition_id=w.open.pk)),
    Case(
        "publication_root_shape",
        lambda w: (decree(w.open), copy(of(Publication), edition_id=w.open.pk, ledger_root="lain")),
    ),
    *(Case("awards_publication_append_only", attempt) for attempt in only_added(Publication, "visible_from", NOW)),
    Case("certificate_file_whole", lambda w: change(of(Certificate), sha256=HASH)),
    Case("certificate_ready_means_file", lambda w: change(of(Certificate), state="ready")),
    Case("awards_certificate_moves", lambda w: copy(of(Certificate), state="ready")),
    Case("awards_certificate_fixed", lambda w: change(of(Certificate), published_id=0)),
    Case("awards_certificate_no_delete", lambda w: remove(of(Certificate))),
    *(
        Case("awards_certificate_locked", lambda w, columns=columns: made_and_then(columns))
        for columns in (
            {"sha256": HASH},
            {"state": "being_made", "document_id": None, "sha256": None, "made_at": None},
        )
    ),
    Case("certificate_attempts_few", lambda w: change(of(Certificate), attempts=6)),
    Case("certificate_parked_has_error", lambda w: change(of(Certificate), parked_at=NOW)),
    # Go Global
    Case("cohort_named_once", lambda w: copy(of(Cohort))),
    Case("awards_cohort_fixed", lambda w: change(of(Cohort), edition_id=w.open.pk)),
    Case("awards_number_counter_rises", lambda w: change(NumberCounter.objects.get(edition=w.open), last=0)),
    Case("cohort_seats_plausible", lambda w: change(of(Cohort), seats=0)),
    Case("cohort_has_name", lambda w: change(of(Cohort), name="")),
    Case("curation_has_reason", lambda w: copy(of(Curation), reason="")),
    *(Case("awards_curation_append_only", attempt) for attempt in only_added(Curation, "reason", "Lain")),
]
# A second line: another guard speaks before them, so what they hold is read from the database.
BEHIND = {
    "nomination_state_known": NominationState.values,
    "nomination_entry_known": ["new", "reassessment"],
    "certificate_state_known": CertificateState.values,
    "proposal_state_known": ProposalState.values,
}


def made_and_then(columns: dict[str, Any]) -> None:
    """A certificate whose file is there, and then another write."""
    certificate, document = of(Certificate), of(Endorsement).document
    change(certificate, state="ready", document_id=document.pk, sha256=document.sha256, made_at=NOW)
    change(certificate, **columns)


def given(world: World, **columns: Any) -> Award:
    """An award for the file before the jury of the open edition."""
    own = {"nomination_id": world.files[S.IN_ASSESSMENT].pk, "code": "ZZZZZZZZZZZ"}
    copy(world.award, **own | columns)
    return Award.objects.get(code="ZZZZZZZZZZZ")


def withdrawn(world: World, extension: Extension | None = None, **columns: Any) -> None:
    """An extension that was withdrawn, by hand."""
    change(
        extension or world.extension,
        **{"withdrawn_by": "system:x", "withdrawn_at": NOW, "withdrawn_because": "Keliru"} | columns,
    )


def decided(world: World, **columns: Any) -> None:
    """The waiting proposal, decided by hand."""
    change(world.waiting, **{"decided_by": "system:x", "decided_at": NOW} | columns)


def reopened(world: World) -> None:
    """A draft that somebody opened is made one again."""
    copy(world.open, year=2031, previous_id=None, drafted_by="user:x", opened_by="user:y")
    change(Edition.objects.get(year=2031), opened_by=None)


def wrong(world: World, **columns: Any) -> None:
    """A correction for the waiting proposal, by hand."""
    copy(of(Correction), **{"proposal_id": world.waiting.pk} | columns)


def test_every_promise_of_the_room_has_an_attempt():
    promised = set()
    for model in apps.get_app_config("awards").get_models():
        promised |= {constraint.name for constraint in model._meta.constraints}
        # Guards against TRUNCATE are tried for all tables at once.
        promised |= {
            trigger.name for trigger in getattr(model._meta, "triggers", []) if not isinstance(trigger, NoTruncate)
        }
    assert promised == {case.name for case in CASES} | set(BEHIND)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_database_refuses_what_breaks_a_promise(case, world):
    assert refused_by(lambda: case.attempt(world)) == case.name


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name.endswith(("_frozen", "_kept", "_told"))], ids=lambda case: case.name
)
def test_an_empty_temporary_table_of_the_same_name_switches_no_guard_off(case, world):
    """Those that look into another table. The attempts read the others by their short names."""
    with shadows("awards", only=("awards_publication",)):
        assert refused_by(lambda: case.attempt(world)) == case.name


@pytest.mark.parametrize("name", sorted(BEHIND))
def test_a_promise_behind_another_names_every_value_it_allows(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        [(definition,)] = cursor.fetchall()
    assert {word for word in definition.split("'")[1::2] if word} == set(BEHIND[name])


def test_raw_sql_moves_a_nomination_along_the_table_of_moves_and_no_other_way(world):
    with transaction.atomic():
        files = world.files | {S.LAPSED: None}
        went = {
            (str(a), str(b))
            for a in files
            for b in NominationState.values
            if a != b and _passes_the_guard(world.lapsed if a == S.LAPSED else lambda a=a: files[a], b)
        }
    assert went == {(str(a), str(b)) for a, b in NOMINATION.moves}


def _passes_the_guard(file: Callable[[], Nomination], to: str) -> bool:
    """Does the table of moves let it through? What other promises say of the half-made row does not matter here."""
    return refused_by(lambda: change(file(), state=to)) != "awards_nomination_moves"


def test_a_nomination_is_born_as_a_draft_or_an_invitation_and_no_other_way(world):
    births = {
        state
        for state in NominationState.values
        if refused_by(lambda s=state: born(world, state=s)) != "awards_nomination_moves"
    }
    assert births == set(NOMINATION.births)


def test_a_second_award_for_a_nomination_a_second_revocation_and_a_second_publication_are_refused(world):
    def twice(make: Callable[[], Any]) -> str:
        def both() -> None:
            make()
            make()

        return refused_by(both)

    assert twice(lambda: given(world)).startswith("awards_award_")
    assert refused_by(lambda: copy(of(Revocation))).startswith("awards_revocation_award")
    assert refused_by(lambda: copy(of(Publication))).startswith("awards_publication_edition")
    assert refused_by(lambda: copy(of(Curation))).startswith("awards_curation_award")


def test_the_bulk_door_of_the_orm_is_no_way_round(world):
    draft, submission = world.files[S.DRAFT], of(Submission)

    assert (
        refused_by(lambda: Nomination.objects.filter(pk=draft.pk).update(state=S.PASSED)) == "awards_nomination_moves"
    )
    assert refused_by(lambda: Nomination.objects.filter(pk=draft.pk).delete()).endswith(("no_delete", "append_only"))
    assert (
        refused_by(lambda: Submission.objects.filter(pk=submission.pk).update(n=7)) == "awards_submission_append_only"
    )
    assert refused_by(lambda: Gate.objects.filter(edition=world.past).update(label="Lain")) == "awards_gate_frozen"
    assert refused_by(lambda: Award.objects.bulk_create([Award(nomination=draft, determination=of(Determination), stars=9, code="ZZZZZZZZZZZ", valid_from=NOW, valid_until=NOW)])) == "award_stars"  # fmt: skip


def test_an_open_edition_stays_open_to_its_secretariat(world):
    with transaction.atomic():
        change(of(Window, edition=world.open), closes_at=NOW + timedelta(days=300))
        change(of(Gate, edition=world.coming), label="Syarat lain")
        remove(of(RequiredPaper, edition=world.coming))
        change(world.open, name="OVOP 2028 Nusantara")
        transaction.set_rollback(True)
