"""What `make demo` shows: each account finds its work."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from assessments.models import Entry, Reading, Scoresheet
from assessments.tally.calculation import missing_for_tally
from awards.models import Award, Cohort, Edition, Nomination, Remark
from awards.operations.outcome import missing_for_publication
from awards.operations.programme import missing_for_curation
from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from ovop_portal.demo.people import PEOPLE
from ovop_portal.ledger import sealing
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.support.standing import standing

# On the morning of the day for which the demo is made.
MORNING = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.usefixtures("_made")]


@standing
def _made(country: None) -> None:
    call_command("demo_season", "--scale", "small", "--today", "2026-11-21", stdout=io.StringIO())


@pytest.fixture
def people() -> dict[str, User]:
    return {person.key: User.objects.get(email=person.email) for person in PEOPLE}


def seen_by(user: User) -> Counter[str]:
    """States of the running edition's files that a user may see."""
    rows = Nomination.objects.visible_to(user).filter(edition__year=2026)
    return Counter(rows.values_list("state", flat=True))


def test_two_seasons_are_over_two_rehearsals_stand_still_and_one_edition_runs():
    editions = {edition.year: edition for edition in Edition.objects.all()}

    assert {year: hasattr(edition, "publication") for year, edition in editions.items()} == {
        2022: True,
        2023: False,
        2024: True,
        2025: False,
        2026: False,
    }
    assert missing_for_publication(editions[2023]) == []
    assert missing_for_tally(editions[2025]) == []
    assert not editions[2025].tallies.exists()
    assert all(editions[2026].is_open(kind, MORNING) for kind in ("nomination", "screening", "assessment"))


def test_the_running_edition_has_files_in_every_state_of_a_running_edition():
    running = set(Nomination.objects.filter(edition__year=2026).values_list("state", flat=True))

    assert running == set(S.values) - {S.DETERMINED, S.LAPSED}


def test_the_owner_has_a_correction_to_make_and_an_invitation_to_answer(people):
    assert seen_by(people["owner"]) == {"returned_to_owner": 1, "invited": 1}
    returned = Nomination.objects.visible_to(people["owner"]).get(state="returned_to_owner")
    assert Remark.open_for(returned).count() == 2
    assert Award.objects.get(nomination__ikm=returned.ikm).stars >= 2


def test_the_other_owner_has_a_draft_to_go_on_with(people):
    assert seen_by(people["other_owner"]) == {"screening": 1, "draft": 1}


def test_the_dinas_has_files_to_check_one_to_complete_and_an_act_to_send(people):
    seen = seen_by(people["dinas_operator"])

    assert seen["with_office"] >= 3
    assert seen["ready"] >= 2
    assert seen["returned_to_office"] >= 1
    assert seen == seen_by(people["dinas_signer"])
    edition = Edition.objects.get(year=2026)
    assert edition.endorsements.filter(regency="51.07", nominations__isnull=True).count() == 1


def test_the_province_sees_its_region(people):
    seen = Nomination.objects.visible_to(people["province_officer"]).filter(edition__year=2026)

    assert seen.exists()
    assert set(seen.values_list("regency__province", flat=True)) == {"51"}


def test_screeners_have_files_to_read_and_a_rejection_waits_for_the_second_one(people):
    assert seen_by(people["screener"])["submitted"] >= 1
    waiting = Reading.objects.filter(
        nomination__edition__year=2026, nomination__state="screening", outcome="fail", turn=1
    )
    assert people["screener"] in {reading.screener for reading in waiting}


@pytest.mark.parametrize("key", ["juror_1", "juror_2", "juror_3", "juror_4", "juror_5"])
def test_every_juror_has_a_sheet_to_fill(people, key):
    own = Scoresheet.objects.filter(juror__user=people[key], entry__nomination__edition__year=2026)

    assert own.filter(state="draft").exists()


def test_a_sheet_is_half_filled_and_one_is_just_sent():
    sheets = Scoresheet.objects.filter(entry__nomination__edition__year=2026)

    half = sheets.filter(state="draft", version__gt=0)
    assert half.exists()
    assert all(0 < sheet.scores.count() < 25 for sheet in half)
    assert sheets.filter(state="sent").exists()


def test_the_secretariat_has_files_to_assign_and_samples_to_wait_for(people):
    entries = Entry.objects.filter(nomination__edition__year=2026)

    assert seen_by(people["secretariat"])["passed"] >= 1
    assert entries.filter(sheets__isnull=True).exists()
    assert entries.filter(sheets__isnull=False, sample_received_at__isnull=True).exists()


def test_the_secretariat_still_has_holders_to_invite():
    holders = Award.objects.filter(nomination__edition__year=2024, revocation__isnull=True)

    assert holders.filter(reassessments__isnull=True).exists()


def test_the_curator_has_places_left_and_holders_to_choose(people):
    cohort = Cohort.objects.get(name="Go Global 2026, angkatan 2")
    fitting = [
        award
        for award in Award.objects.for_list().filter(nomination__edition__year=2024)
        if not missing_for_curation(award, cohort, MORNING)
    ]

    assert cohort.curations.count() == 3
    assert fitting


def test_the_ledger_verifies_and_nothing_lies_in_the_future():
    hours = list(Event.objects.order_by("id").values_list("at", flat=True))

    assert sealing.verify().breach == ""
    assert hours == sorted(hours)
    assert hours[-1] < now()
    assert not Notice.objects.filter(created_at__gt=now()).exists()


def test_old_news_is_read_and_new_news_is_not(people):
    unread = Notice.objects.filter(read_at__isnull=True, recipient__in=people.values())

    assert unread.exists()
    assert {notice.created_at.year for notice in unread} == {2026}


def test_run_again_it_changes_nothing():
    counts = Event.objects.count(), Nomination.objects.count(), User.objects.count()
    out = io.StringIO()

    call_command("demo_season", "--scale", "small", "--today", "2026-11-21", stdout=out)

    assert out.getvalue() == "Penyelenggaraan contoh sudah ada. Tidak ada yang diubah.\n"
    assert (Event.objects.count(), Nomination.objects.count(), User.objects.count()) == counts


def test_a_new_year_does_not_make_a_second_running_edition():
    out = io.StringIO()

    call_command("demo_season", "--scale", "small", "--today", "2027-01-05", stdout=out)

    assert out.getvalue() == "Penyelenggaraan contoh sudah ada. Tidak ada yang diubah.\n"


def test_every_file_on_a_desk_waits_there_because_somebody_put_it_there():
    """No file of the running edition stands where its milestones do not say so."""
    expected = {
        "with_office": "sent",
        "ready": "ready",
        "submitted": "nominated",
        "passed": "passed",
        "failed": "failed",
    }
    for nomination in Nomination.objects.filter(edition__year=2026, state__in=expected).prefetch_related("milestones"):
        assert expected[nomination.state] in {milestone.code for milestone in nomination.milestones.all()}
