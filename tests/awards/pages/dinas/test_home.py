"""The desk of the dinas: its work, its candidates and its last edition."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from awards.dossier.completeness import sections_done, with_completeness
from awards.dossier.contents import Dossier, with_dossier
from awards.dossier.sections import SECTIONS
from awards.models import Award, Nomination
from awards.operations import candidates, outcome
from awards.states import NominationState as S
from ikm.models import Ikm, Permit, Product
from ovop_portal.notifications.models import Notice
from tests.awards.dinas import move_the_window, signed_in, state_of, words
from tests.scene import open_the_edition

pytestmark = pytest.mark.django_db


def test_the_desk_names_the_work_by_its_nearest_deadline_and_lists_all_candidates(scene, operator):
    waiting, ready, returned = scene.bring(S.WITH_OFFICE, S.READY, S.RETURNED_TO_OFFICE)
    draft = scene.at(S.DRAFT)

    response = operator.get("/dinas/")

    desk = response.context["desk"]
    assert [(line.count, line.drawer) for line in desk.work] == [(1, "lengkapi"), (1, "periksa"), (1, "siap")]
    assert [row.number for row in desk.candidates] == [file.number for file in (returned, waiting, ready, draft)]
    assert [row.tag.code for row in desk.candidates] == [
        "returned_by_admin",
        "awaiting_agency",
        "ready_to_nominate",
        "draft",
    ]
    assert {row.done for row in desk.candidates} == {9}
    assert (desk.total, sum(count for _drawer, count in desk.drawers)) == (4, 4)
    # Karangasem reads WITA, the deadline is ruled in WIB.
    assert "Batas pengusulan" in words(response)
    # After midnight there it stands with its own date: (00.59 WITA, 1 Juli).
    assert " WITA)" in words(response) or " WITA, " in words(response)


def test_each_drawer_holds_its_states_and_an_unknown_one_is_the_whole_list(scene, operator):
    waiting, ready = scene.bring(S.WITH_OFFICE, S.READY)

    def shown(drawer: str) -> set[Nomination]:
        numbers = [row.number for row in operator.get(f"/dinas/?bagian={drawer}").context["desk"].candidates]
        return set(Nomination.objects.filter(number__in=numbers))

    assert (shown("periksa"), shown("siap"), shown("terkirim"), shown("lain")) == (
        {waiting},
        {ready},
        set(),
        {waiting, ready},
    )


def test_each_line_of_work_opens_just_the_files_that_it_counts(scene, operator):
    scene.score(*scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT))
    scene.decide(scene.sealed_tally())
    scene.determine(), scene.publish()
    following = open_the_edition(scene.edition.year + 2, scene.now, previous=scene.edition)
    holders = Award.objects.for_list().order_by("pk")
    holders[1].nomination.ikm.owner_links.update(ends_at=scene.now)
    of_owner, unowned = candidates.invite_holders(holders, following, by=scene.secretariat, now=scene.now)
    told = Notice.objects.filter(kind__startswith="awards.invited").values_list("kind", "recipient").order_by("kind")
    assert list(told.filter(recipient=scene.owner)) == [("awards.invited", scene.owner.pk)]
    assert told.filter(kind="awards.invited_for_dinas", recipient=scene.dinas_operator).count() == 1
    scene.edition = following
    draft, mended, checked = scene.bring(S.DRAFT, S.RETURNED_TO_OWNER, S.WITH_OFFICE)
    asking, plain = scene.bring(S.DRAFT, S.WITH_OFFICE)
    for nomination in (draft, mended):
        nomination.ikm.owner_links.update(ends_at=scene.now)
    Ikm.objects.filter(pk=asking.ikm_id).update(join_asked_at=scene.now)
    Ikm.objects.filter(pk=checked.ikm_id).update(sentra_by_office=True, sentra=None)

    desk = operator.get("/dinas/").context["desk"]
    opened = {}
    for line in desk.work:
        page = operator.get(f"/dinas/?bagian={line.drawer}")
        numbers = [row.number for row in page.context["desk"].candidates]
        opened[line.drawer] = set(Nomination.objects.filter(number__in=numbers))
        assert (line.drawer, line.count) == (line.drawer, len(opened[line.drawer]))

    assert opened == {
        "periksa": {checked, plain},
        "diperbaiki": {mended},
        "draf": {draft},
        "sentra": {checked},
        "gabung": {asking},
        "undangan": {of_owner},
        "undangan-diisi": {unowned},
    }
    assert sum(count for _drawer, count in desk.drawers) == desk.total == 7
    picked = operator.get("/dinas/?bagian=undangan")
    assert "Undangan belum dijawab pemilik" in words(picked)


def test_between_decree_and_publication_the_list_tells_the_day_of_the_news_before(scene, operator):
    scene.score(scene.at(S.IN_ASSESSMENT))
    scene.decide(scene.sealed_tally())
    scene.now += timedelta(minutes=5)
    scene.determine()
    nomination = Nomination.objects.get(state=S.DETERMINED)

    (row,) = operator.get("/dinas/").context["desk"].candidates

    news = nomination.milestones.order_by("-at")[0].at
    assert (row.number, row.told_at, row.tag.code) == (nomination.number, news, "in_assessment")
    assert news < nomination.changed_at


def test_the_desk_of_another_region_shows_nothing_of_this_one(scene):
    scene.at(S.WITH_OFFICE, "Tenun Rahasia")

    response = signed_in(scene.other_dinas).get("/dinas/")

    assert "Tenun Rahasia" not in words(response)
    assert response.context["desk"].total == 0
    assert "Belum ada calon" in words(response)


def test_the_desk_costs_the_same_for_one_candidate_and_for_three(
    scene, operator, django_assert_num_queries: DjangoAssertNumQueries
):
    scene.at(S.WITH_OFFICE)
    with django_assert_num_queries(11):
        operator.get("/dinas/")
    scene.at(S.READY)
    scene.at(S.RETURNED_TO_OFFICE)
    with django_assert_num_queries(11):
        operator.get("/dinas/")


def test_completeness_in_the_list_is_what_the_dossier_itself_says(scene):
    for number in range(4):
        scene.at(S.DRAFT)
        nomination = Nomination.objects.order_by("-pk")[0]
        if number > 0:
            Product.objects.filter(pk=nomination.product_id).update(story="")
        if number > 1:
            Permit.objects.filter(ikm=nomination.ikm_id, kind="nib").update(document=None)
        if number > 2:
            nomination.product.photos.all().delete()
            # No answer of a firm is ever deleted: these become another's.
            other = Ikm.objects.create(name="Lain", owner_name="Lain", regency=scene.regency)
            nomination.ikm.figures.update(ikm=other)
    papers = list(scene.edition.required_papers.all())

    light = [sections_done(row, papers) for row in with_completeness(Nomination.objects.order_by("pk"))]

    whole = [
        sum(not section.missing(Dossier.of(row).answers) for section in SECTIONS)
        for row in with_dossier(Nomination.objects.order_by("pk"))
    ]
    assert light == whole == [9, 8, 7, 5]


def test_the_desk_does_not_know_a_result_before_it_is_published(scene, operator):
    nomination = scene.at(S.IN_ASSESSMENT)
    before = words(operator.get("/dinas/"))
    outcome.recommend_star([(nomination, 3, "")], by=scene.secretariat, now=scene.now)
    scene.determine()

    [row] = operator.get("/dinas/").context["desk"].candidates
    assert (row.tag.code, state_of(nomination)) == ("in_assessment", S.DETERMINED)
    assert words(operator.get("/dinas/")) == before

    scene.publish()
    [row] = operator.get(f"/dinas/?tahun={scene.edition.year}").context["desk"].candidates
    assert str(row.tag.label) == "Penerima OVOP, bintang 3 dari 3"


def test_the_last_edition_is_told_in_sums_and_can_be_opened(scene, operator):
    scene.award()
    following = open_the_edition(scene.edition.year + 2, scene.now)

    response = operator.get("/dinas/")

    past = response.context["desk"].past
    assert response.context["desk"].edition == following
    assert (past.edition, past.assessed, past.awarded, past.stars) == (scene.edition, 1, 1, [(3, 1)])
    assert operator.get(f"/dinas/?tahun={scene.edition.year}").context["desk"].total == 1


def test_after_the_deadline_the_desk_says_so_and_offers_no_new_candidate(scene, operator):
    move_the_window(scene, closes_at=scene.now - timedelta(minutes=1))

    response = operator.get("/dinas/")

    assert "Berkas Anda tersimpan dan bisa dipakai lagi." in words(response)
    assert "Tambah calon" not in words(response)


def test_the_day_of_the_decree_shows_nowhere_before_the_publication(scene, operator, owner):
    """Every page of dinas and owner is the same, byte for byte, the day after the decree as the day before it."""
    first, second = scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT)
    numbers = [first.number, second.number]
    pages = [(operator, "/dinas/"), (operator, "/dinas/?bagian=terkirim")]
    pages += [(operator, f"/dinas/berkas/{number}/") for number in numbers]
    pages += [(owner, f"/usulan/{number}/status/") for number in numbers] + [(owner, "/usulan/")]

    def read() -> list[str]:
        keys = r'(name="(?:csrfmiddlewaretoken|[a-z-]*kunci)" value="|nonce=")[^"]*'
        return [re.sub(keys, r"\1", client.get(path).content.decode()) for client, path in pages]

    before = read()
    later = scene.now + timedelta(days=3)
    outcome.recommend_star([(first, 3, ""), (second, 0, "")], by=scene.secretariat, now=later)
    outcome.determine(
        scene.edition,
        number="3137 Tahun 2026",
        date=later.date(),
        title="Penerima OVOP",
        signatory_name="Menteri Contoh",
        signatory_title="Menteri Perindustrian",
        document=None,
        by=scene.secretariat,
        now=later,
    )

    assert Nomination.objects.get(pk=first.pk).changed_at == later
    assert read() == before
