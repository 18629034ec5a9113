"""The result: recommended, determined by decree, published at one moment, certified, revoked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from awards.models import (
    Award,
    Certificate,
    Determination,
    Edition,
    Nomination,
    Publication,
    WindowKind,
)
from awards.operations import outcome
from awards.states import NominationState as S
from ovop_portal.common.canonical import digest
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.verbs import Stale
from ovop_portal.ledger import sealing
from ovop_portal.ledger.models import Event, Seal
from ovop_portal.notifications.models import Notice
from tests.awards.results import determined, published, recommend, revoke
from tests.awards.verbs import heard, refusal
from tests.documents.factories import document
from tests.scene import NOW, Scene
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


def test_the_newest_recommendation_counts_and_the_older_stays(scene):
    [file] = recommend(scene, 2)

    outcome.recommend_star([(file, 3, "Motif asli")], by=scene.secretariat, now=NOW)

    assert outcome.recommended_stars(scene.edition) == {file.pk: 3}
    assert list(file.recommendations.order_by("pk").values_list("stars", "reason", "made_by")) == [
        (2, "", scene.secretariat.actor),
        (3, "Motif asli", scene.secretariat.actor),
    ]
    assert [event.said for event in Event.objects.about(file.subject)[:2]] == [{"stars": 3}, {"stars": 2}]


def test_only_what_is_before_the_jury_gets_stars_and_not_more_than_the_scheme_has(scene):
    passed, assessed = scene.bring(S.PASSED, S.IN_ASSESSMENT)

    assert refusal(outcome.recommend_star, [(passed, 1, "")], by=scene.secretariat, now=NOW) == [("not_assessed", "")]
    assert refusal(outcome.recommend_star, [(assessed, 4, "")], by=scene.secretariat, now=NOW) == [("too_many", "")]
    assert outcome.recommended_stars(scene.edition) == {}


def test_the_decree_makes_awards_of_the_stars_and_none_of_a_zero(scene):
    three, none = determined(scene, 3, 0)

    [award] = Award.objects.all()
    assert (award.nomination, award.stars, award.valid_from, award.valid_until) == (
        three,
        3,
        date(2026, 6, 1),
        date(2028, 5, 31),
    )
    assert {file.state for file in Nomination.objects.filter(pk__in=[three.pk, none.pk])} == {S.DETERMINED}
    [event] = Event.objects.about("edition:2026").exclude(kind="edition.opened")
    assert event.said == {"decree": "3137 Tahun 2026", "stars": digest({three.number: 3, none.number: 0})}


def test_the_decree_tells_nobody_anything_yet(scene):
    before = Notice.objects.count()
    recommend(scene, 3)
    waiting = Notice.objects.count()

    scene.determine()

    assert Notice.objects.count() == waiting > before
    assert not Award.objects.published(NOW + timedelta(days=1)).exists()


def test_a_decree_waits_for_every_file_before_the_jury(scene):
    assert refusal(scene.determine) == [("none", "")]
    recommend(scene, 2)
    scene.at(S.IN_ASSESSMENT)

    assert refusal(scene.determine) == [("open", "")]
    assert (Determination.objects.count(), Award.objects.count()) == (0, 0)


def test_a_decree_is_of_a_day_between_the_opening_of_the_assessment_and_today(scene):
    recommend(scene, 2)
    values = {
        "number": "1",
        "title": "Penerima",
        "signatory_name": "Contoh",
        "signatory_title": "Menteri",
        "document": None,
        "by": scene.secretariat,
        "now": NOW,
    }
    first = day_in_wib(scene.edition.window(WindowKind.ASSESSMENT).opens_at)
    day = timedelta(days=1)

    assert refusal(outcome.determine, scene.edition, date=NOW.date() + day, **values) == [("future", "date")]
    assert refusal(outcome.determine, scene.edition, date=first - day, **values) == [("too_early", "date")]
    assert outcome.determine(scene.edition, date=first, **values).number == "1"


def test_a_second_decree_finds_nothing_to_determine(scene):
    determined(scene, 2)

    assert refusal(scene.determine) == [("none", "")]


@pytest.mark.parametrize(
    ("start", "months", "last_day"),
    [
        (date(2026, 3, 1), 24, date(2028, 2, 29)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
    ],
)
def test_a_validity_of_months_ends_the_day_before(start, months, last_day):
    assert outcome.months_later(start, months) == last_day


def test_results_are_out_at_one_moment_with_the_root_of_the_ledger(scene):
    files = determined(scene, 3, 0)
    hour = NOW + timedelta(hours=2)

    outcome.publish(scene.edition, by=scene.secretariat, now=hour)

    publication = Publication.objects.get()
    own, before = Seal.objects.order_by("-size")[:2]
    assert (publication.visible_from, publication.published_by) == (hour, scene.secretariat.actor)
    assert (publication.ledger_size, publication.ledger_root) == (before.size, bytes(before.root).hex())
    assert own.size == before.size + 2, "the events of the publication and of its one award are sealed, too"
    assert sealing.verify().breach == ""
    assert [Award.objects.published(moment).count() for moment in (hour - timedelta(seconds=1), hour)] == [0, 1]
    assert list(Certificate.objects.values_list("published__award__nomination", "state")) == [
        (files[0].pk, "being_made")
    ]


def test_winners_others_and_the_dinas_hear_it_each_in_their_words(scene, woken):
    determined(scene, 3, 0, 0)
    before = {
        name: len(heard(scene.people[name])) for name in ("owner", "dinas_operator", "dinas_signer", "other_dinas")
    }

    scene.publish()

    news = {name: heard(scene.people[name])[count:] for name, count in before.items()}
    assert news == {
        "owner": ["awards.awarded", "awards.not_awarded", "awards.not_awarded"],
        "dinas_operator": ["awards.results_out"],
        "dinas_signer": ["awards.results_out"],
        "other_dinas": [],
    }
    assert {code for file in scene.edition.nominations.all() for code in [file.milestones.last().code]} == {
        "awarded",
        "not_awarded",
    }


def test_nothing_is_published_without_a_decree_or_with_a_file_on_its_way(scene):
    assert [item.code for item in outcome.missing_for_publication(scene.edition)] == ["no_decree"]
    scene.at(S.SUBMITTED)
    assert refusal(scene.publish) == [("no_decree", ""), ("unfinished", "")]
    assert not Publication.objects.exists()


def test_results_are_published_once(scene):
    published(scene, 3)

    assert refusal(scene.publish) == [("twice", "")]
    fresh = Edition.objects.get(pk=scene.edition.pk)
    assert refusal(outcome.publish, fresh, by=scene.secretariat, now=NOW) == [("twice", "")]


def test_a_certificate_is_finished_once(scene):
    [award] = published(scene, 2)
    pdf = document("awards.certificate")

    outcome.finish_certificate(award.in_force().certificate, pdf, by="system:worker", now=NOW)
    again = Certificate.objects.get(pk=award.in_force().certificate.pk)

    assert (again.state, again.document, again.sha256, again.made_at) == ("ready", pdf, pdf.sha256, NOW)
    with pytest.raises(Stale):
        outcome.finish_certificate(again, document("awards.certificate"), by="system:worker", now=NOW)


def test_an_award_is_revoked_by_a_decree_with_a_reason_and_only_once(scene):
    [award] = published(scene, 3)

    assert refusal(revoke, scene, award, " ") == [("no_reason", "reason")]
    assert award.in_force().standing(NOW.date()) == "valid"
    revoke(scene, award)

    assert Award.objects.get(pk=award.pk).in_force().standing(NOW.date()) == "revoked"
    assert refusal(revoke, scene, Award.objects.get(pk=award.pk)) == [("revoked", "")]


def test_an_award_runs_out_by_the_calendar(scene):
    [award] = published(scene, 3)

    assert [award.in_force().standing(day) for day in (award.valid_until, award.valid_until + timedelta(days=1))] == [
        "valid",
        "expired",
    ]


def edition(scene: Scene) -> Edition:
    """The edition as another session has loaded it."""
    return Edition.objects.get(pk=scene.edition.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_with_the_same_decree_one_enters_it(scene):
    recommend(scene, 3, 2)
    values = {"date": NOW.date(), "title": "Penerima", "signatory_name": "Contoh", "signatory_title": "Menteri", "document": None, "by": scene.secretariat, "now": NOW}  # fmt: skip
    one, two = edition(scene), edition(scene)

    outcomes = at_once(
        lambda: outcome.determine(one, number="1", **values), lambda: outcome.determine(two, number="2", **values)
    )

    assert outcomes == ["Refused", "done"]
    assert (Determination.objects.count(), Award.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_publish_one_does(scene):
    determined(scene, 3)
    one, two = edition(scene), edition(scene)

    outcomes = at_once(
        lambda: outcome.publish(one, by=scene.secretariat, now=NOW),
        lambda: outcome.publish(two, by=scene.secretariat, now=NOW),
    )

    assert outcomes == ["Refused", "done"]
    assert (Publication.objects.count(), Certificate.objects.count()) == (1, 1)
    assert heard(scene.owner).count("awards.awarded") == 1


@pytest.mark.django_db(transaction=True)
def test_an_award_is_revoked_once_however_many_try(scene):
    [award] = published(scene, 3)
    copies = [Award.objects.get(pk=award.pk) for _ in range(3)]

    assert at_once(*(lambda copy=copy: revoke(scene, copy) for copy in copies)) == ["Refused", "Refused", "done"]
