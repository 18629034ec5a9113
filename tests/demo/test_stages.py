"""A season stops where it is told to, refuses to be made twice, and is the same for the same seed."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.models import Entry, Scoresheet, Tally
from assessments.tally.calculation import missing_for_tally
from awards.figures.funnel import funnel
from awards.models import Award, Edition, Revocation
from awards.operations.outcome import missing_for_publication
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.demo.season import export
from ovop_portal.demo.season.scale import Scale, shares
from ovop_portal.demo.season.stages import Making, Setup, history, make_single
from tests.demo.conftest import TODAY
from tests.support.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TINY = Making(Scale.of(8), 7, TODAY)


@standing
def before(country: None) -> None:
    """The edition of 2022 at its smallest: every stage stands on it."""
    history(Setup.ready(TINY), 2022, before=date(2024, 2, 1))


def stopped(stage: str) -> Edition:
    edition = make_single(TINY, 2024, stage)
    edition = Edition.objects.get(pk=edition.pk)
    assert funnel(edition, now()).mismatches == ()
    return edition


def states(edition: Edition) -> set[str]:
    return set(edition.nominations.values_list("state", flat=True))


def is_open(edition: Edition, kind: str) -> bool:
    window = edition.windows.get(kind=kind)
    return day_in_wib(window.opens_at) <= TODAY <= day_in_wib(window.closes_at)


def test_an_empty_season_is_ready_to_be_opened(before):
    edition = stopped("empty")

    assert states(edition) == set()
    assert (edition.gates.count(), edition.windows.count(), edition.plan.jurors_per_entry) == (10, 4, 5)
    assert is_open(edition, "nomination")


def test_in_the_nomination_files_lie_with_owners_and_offices(before):
    edition = stopped("nomination")

    assert states(edition) == {
        "draft",
        "with_office",
        "returned_to_owner",
        "ready",
        "submitted",
        "invited",
        "in_assessment",
    }
    assert is_open(edition, "nomination")


def test_in_the_screening_some_files_wait_and_some_are_settled(before):
    edition = stopped("screening")

    assert {"submitted", "screening", "passed"} <= states(edition)
    assert not states(edition) & {"draft", "with_office", "ready"}
    assert is_open(edition, "screening")


def test_while_the_jury_works_sheets_are_locked_sent_and_empty(before):
    edition = stopped("scoring")

    assert states(edition) == {"failed", "in_assessment"}
    sheets = Scoresheet.objects.filter(entry__nomination__edition=edition)
    assert {"locked", "sent", "draft"} <= set(sheets.values_list("state", flat=True))
    assert sheets.filter(state="draft", version__gt=0).exists()
    assert is_open(edition, "assessment")


def test_before_the_plenary_the_tally_is_sealed_and_nothing_is_decided(before):
    edition = stopped("plenary")

    assert set(Entry.objects.filter(nomination__edition=edition).values_list("state", flat=True)) == {"scored"}
    assert Tally.objects.get(edition=edition).state == "sealed"
    assert is_open(edition, "plenary")


def test_before_the_tally_every_sheet_is_locked(before):
    assert missing_for_tally(stopped("scored")) == []


def test_before_the_publication_the_decree_is_entered(before):
    edition = stopped("determined")

    assert states(edition) == {"failed", "determined"}
    assert missing_for_publication(edition) == []
    assert not hasattr(edition, "publication")


def test_after_the_publication_a_cohort_is_full_and_the_awards_stand(before):
    edition = stopped("after")

    cohort = edition.cohorts.get()
    assert cohort.name == "Go Global 2025, angkatan 1"
    assert cohort.curations.exists()
    standing = Award.objects.filter(nomination__edition=edition).standing(TODAY)
    assert (
        standing.count() + Revocation.objects.filter(award__nomination__edition=edition).count()
        == edition.nominations.filter(award__isnull=False).count()
    )


def test_the_same_seed_gives_the_same_season_whatever_keys_the_database_gives(before):
    prints = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            edition = make_single(Making(Scale.of(8), seed, TODAY), 2024, "published")
            prints.append(export.fingerprint(edition))
            transaction.set_rollback(True)

    assert prints[0] == prints[1]
    assert prints[0] != prints[2]


def test_a_season_that_is_there_is_left_alone(before):
    stopped("published")
    counts = Counter(Edition.objects.values_list("year", "nominations__state"))
    out = io.StringIO()

    call_command("demo_season", "--stage", "published", "--scale", "8", stdout=out)

    assert out.getvalue() == "OVOP 2024 sudah ada. Tidak ada yang diubah.\n"
    assert Counter(Edition.objects.values_list("year", "nominations__state")) == counts


def test_a_season_may_be_written_out(before, tmp_path):
    edition = stopped("nomination")
    out = io.StringIO()

    call_command("demo_season", "--edition", "2024", "--export", str(tmp_path / "2024.json"), stdout=out)

    assert (tmp_path / "2024.json").read_text() == export.canonical(edition)
    assert export.fingerprint(edition) in out.getvalue()


def test_no_season_is_made_where_the_portal_is_real(before, settings):
    settings.PORTAL_STRIP = ""

    with pytest.raises(CommandError, match="not for this installation"):
        call_command("demo_season", "--stage", "empty")
    with pytest.raises(CommandError, match="not for this installation"):
        call_command("demo_registry", "10")


@pytest.mark.parametrize("name", ["tiny", "7", "20001", "-3", ""])
def test_a_scale_is_a_name_or_a_sensible_number(name):
    with pytest.raises(CommandError, match="a scale is small, 2024 or a number from 8 to 20000"):
        call_command("demo_season", "--scale", name)


def test_scales_keep_the_proportions_of_2024():
    assert Scale.named("2024") == Scale(159, 89, 77, 96, 84, 12, 16)
    assert Scale.named("small") == Scale(24, 13, 12, 14, 13, 2, 2)
    assert (Scale.named("5000").passed, Scale.named("5000").failed, Scale.named("5000").holders) == (2799, 2201, 2421)


def test_shares_add_up_and_the_largest_remainders_come_first():
    assert shares([46, 17, 15, 1], 10) == [6, 2, 2, 0]
    assert shares([1, 1, 1], 2) == [1, 1, 0]
    assert sum(shares([3, 7, 11], 1000)) == 1000


def test_a_season_of_a_later_year_follows_the_newest_published_one(before):
    first = stopped("published")

    later = make_single(TINY, 2030, "nomination")

    assert (later.previous, later.year) == (first, 2030)
    assert all(at <= TODAY for at in [day_in_wib(n.changed_at) - timedelta(days=1) for n in later.nominations.all()])
