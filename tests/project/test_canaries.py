"""An auditor follows every step and meets nobody: a season in which every name and note carries a word, and a walk through all that the auditor can open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoDbBlocker

from assessments.models import Conflict, ConflictKind, PanelMember, Scoresheet, TallyRow
from assessments.operations import assigning, seats, sheets, tally
from awards.operations import programme
from awards.states import NominationState as S
from ikm.models import Ikm
from ovop_portal.accounts.models import User
from tests.project.matrix import ANONYMOUS, TABLE
from tests.project.world import World
from tests.support import second_person

pytestmark = [pytest.mark.django_db, pytest.mark.long]

CANARY = "Kenari"
# Where the secretariat reads names and notes that the auditor does not: what the walk would find if nothing were hidden.
DESKS = {
    "assessments:screening_queue",
    "assessments:screening_file",
    "assessments:assignment",
    "assessments:samples",
    "assessments:monitor",
    "assessments:entry",
    "assessments:reopenings",
    "assessments:recap",
    "assessments:plenary",
    "awards:cohort",
    "front:audit",
}


PAGES_OF_A_FILE = ("awards:status", "awards:tasks", "awards:check", "awards:review", "assessments:screening_file")


class Season(World):
    """The world of the matrix with whatever people say and write on its desks."""

    def __init__(self) -> None:
        super().__init__(mark=CANARY)
        scene, now, officer = self.scene, self.scene.now, self.actors["secretariat"]
        User.objects.filter(pk=self.actors["auditor"].pk).update(name="Pengawas")
        note = scene.said("Saudara sepupu Bu Sari")
        first, second, third, *_others = scene.jurors
        # Screening: sent back, failed, one waiting for its second reader, withdrawn, disqualified.
        waits = scene.at(S.SCREENING)
        scene.read(waits, outcome="fail")
        scene.at(S.FAILED)
        scene.at(S.WITHDRAWN)
        scene.at(S.NOT_NOMINATED)
        second_person.disqualify([scene.at(S.PASSED)], note, by=officer, now=now)
        # The jury: conflicts, sheets taken back, samples, requests with their answers.
        third_of = Scoresheet.objects.select_related("entry__nomination__edition", "juror__user").get(
            entry__nomination=self.entered, juror=third
        )
        seats.withdraw_sheets([third_of], note, by=officer, now=now)
        assigning.declare_conflict(first, [self.entered], ConflictKind.COACHED, note=note, by=officer, now=now)
        without = assigning.open_entries(scene.bring(S.PASSED, S.PASSED), by=officer, now=now)
        assigning.receive_samples(without[:1], waybill=note, by=officer, now=now)
        self.reopened = scene.at(S.IN_ASSESSMENT)
        scene.score(self.reopened)
        locked = list(sheets_for(self.reopened))
        for sheet in locked[:3]:
            asked = sheets.ask_reopening(sheet, note, by=sheet.juror.user, now=now)
        sheets.decline_reopening(asked, note, by=officer, now=now)
        sheets.reopen_sheet(locked[0], note, by=officer, now=now)
        seat = (
            PanelMember.objects.seated()
            .select_related("juror__user", "panel")
            .get(juror=second, panel__edition=scene.edition)
        )
        seats.end_seat(seat, note, by=officer, now=now)
        # The plenary departs from the rule, and a curator says why a holder was taken.
        run = self.finished.sealed_tally()
        [row] = TallyRow.objects.filter(tally=run).select_related(
            "tally__edition__scheme", "tally__star_lines", "entry__nomination__edition__scheme"
        )
        tally.decide_stars([(row, row.stars - 1, note)], by=officer, now=now)
        programme.curate(self.award, self.cohort, note, by=self.actors["curator"], now=now)


def sheets_for(nomination: object) -> Iterator[Scoresheet]:
    rows = Scoresheet.objects.filter(entry__nomination=nomination, state="locked")
    yield from rows.select_related("juror__user", "entry__nomination__product", "entry__nomination__edition__plan")


@pytest.fixture(scope="module")
def season(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Season]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = Season()
        # What waits for the commit is looked at now, not at the end of each test again.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def secrets(season: Season) -> list[str]:
    """Everything by which somebody could be found: the word that all names and notes carry, and every number and address of people and firms."""
    others = User.objects.exclude(pk=season.actors["auditor"].pk)
    known = [value for pair in others.values_list("email", "phone") for value in pair if value]
    firms = Ikm.objects.exclude(pk=season.award.nomination.ikm_id)
    known += [value for row in firms.values_list("phone", "nib") for value in row if value]
    return [CANARY, *dict.fromkeys(known)]


class Walk:
    """Somebody who opens the pages of the table and follows whatever links lead on, public pages aside."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.seen: dict[str, str] = {}

    def begin(self, *paths: str) -> Walk:
        waiting = list(paths)
        while waiting:
            path = waiting.pop()
            if path in self.seen:
                continue
            response = self.client.get(path)
            body = b"".join(response)
            if response.status_code != 200:
                self.seen[path] = ""
                continue
            self.seen[path] = unescape(body.decode(errors="replace"))
            waiting += [link for link in self._links(path) if link not in self.seen]
        return self

    def _links(self, path: str) -> Iterator[str]:
        for href in re.findall(r'href="([^"#]+)', self.seen[path]):
            parts = urlsplit(urljoin(path, href))
            # The trail of one thing is a part of the trail.
            if parts.netloc or parts.path.startswith("/static/") or "perihal=" in parts.query:
                continue
            if not resolve(parts.path).func.policy.is_public:  # type: ignore[attr-defined]
                yield f"{parts.path}?{parts.query}" if parts.query else parts.path

    def found(self, secrets: list[str]) -> dict[str, list[str]]:
        """Of each page what it tells."""
        told = {path: [secret for secret in secrets if secret in text] for path, text in self.seen.items()}
        return {path: words for path, words in told.items() if words}


def paths_of(season: Season, actor: str) -> list[str]:
    """What the table lets `actor` open and strangers not."""
    rows = [row for row in TABLE if row.get[actor] == 200 and row.get[ANONYMOUS] != 200]
    return [reverse(row.name, args=row.args(season)) for row in rows]


def name_of(path: str) -> str:
    return resolve(urlsplit(path).path).view_name


def test_an_auditor_who_follows_every_link_meets_no_name_no_number_and_no_note(
    season: Season, secrets: list[str]
) -> None:
    walk = Walk(season.actors["auditor"]).begin(*paths_of(season, "auditor"))

    assert walk.found(secrets) == {}
    assert DESKS - {name_of(path) for path, text in walk.seen.items() if text} == set()


def test_the_secretariat_reads_names_and_notes_on_each_of_these_desks(season: Season, secrets: list[str]) -> None:
    """Without this the walk could find nothing because there is nothing."""
    paths = [path for path in paths_of(season, "auditor") if name_of(path) in DESKS]
    walk = Walk(season.actors["secretariat"]).begin(*paths, reverse("assessments:plenary", args=[2020]))

    assert DESKS - {name_of(path) for path in walk.found([CANARY])} == set()
    # Each sort of note stands somewhere: else it would not be tried.
    told = " ".join(walk.seen.values())
    assert Conflict.objects.exclude(note="").exists()
    for who in ("Juri 1 Kenari", "Lembaga 1 Kenari", "Sari Pemeriksa Kenari", "Tono Kurator Kenari", "Bu Sari Kenari"):
        assert who in told, who


def test_what_is_published_is_public_for_an_auditor_too(season: Season) -> None:
    client = Walk(season.actors["auditor"])
    pages = client.begin(reverse("awards:cohort", args=[season.cohort.uuid]), reverse("awards:go_global")).seen

    for name in ("awards:go_global", "awards:cohort"):
        assert any("Usaha Tenun Terbuka" in text for path, text in pages.items() if name_of(path) == name)
    assert "Usaha Tenun Terbuka" in client.client.get("/panitia/go-global/?q=terbuka").content.decode()
    recap = client.client.get(reverse("assessments:recap", args=[2024])).content.decode()
    assert "Tenun Terbuka" in recap


def test_the_steps_of_one_person_are_known_by_the_code_of_the_trail(season: Season) -> None:
    client = Walk(season.actors["auditor"]).client
    short = str(season.actors["juror"].uuid)[:8]

    page = client.get(reverse("assessments:entry", args=[2026, season.entered.blind_code])).content.decode()
    trail = client.get(reverse("front:audit")).content.decode()

    assert f"Juri {short}" in page
    assert short in trail


@pytest.mark.parametrize("actor", ["owner", "dinas_operator", "screener", "juror", "curator"])
def test_a_decree_under_embargo_is_met_by_nobody_who_does_not_prepare_the_publication(
    season: Season, actor: str
) -> None:
    client = Walk(season.actors[actor]).client
    own = [reverse(name, args=[season.embargoed.number]) for name in PAGES_OF_A_FILE]
    told = {path: b"".join(client.get(path)).decode(errors="replace") for path in [*paths_of(season, actor), *own]}

    assert {path for path, text in told.items() if season.decree.number in text} == set()
    # Screeners read the state inside, as the secretariat does.
    shown = {path for path in own if "Ditetapkan" in told[path]}
    assert shown == ({own[-1]} if actor == "screener" else set())
