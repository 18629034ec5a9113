"""What somebody wrote outlives every answer: a key that was used, a session that ended, somebody who was faster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from awards.models import Nomination
from awards.operations import joining
from awards.states import NominationState as S
from ovop_portal.accounts.models import OpenSession
from ovop_portal.common.clock import now
from tests.accounts.factories import PASSWORD
from tests.awards.dinas import signed_in, words
from tests.awards.owners import bare
from tests.scene import Scene
from tests.support.forms import filled
from tests.support.standing import standing_for_a_moment

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Alasan yang pertama", "Alasan kedua yang lebih panjang"
HOME: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_MODE": "navigate"}


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


@dataclass
class Page:
    """A form with a text: whose it is, where it stands, the field, and what else is sent."""

    person: str
    path: str
    field: str
    rest: dict[str, Any] = field(default_factory=dict)


def asked(scene: Scene) -> Nomination:
    own = bare(scene)
    joining.ask_to_join(own, by=scene.owner, now=scene.now)
    return own


FORMS: dict[str, Callable[[Scene], Page]] = {
    "an owner takes a file back": lambda s: Page("owner", f"/usulan/{s.at(S.WITH_OFFICE).number}/tarik/", "alasan"),
    "an owner tells of the firm": lambda s: Page("owner", f"/usulan/{bare(s).number}/cerita/", "story", {"kembali": "ya"}),
    "a dinas declines to join": lambda s: Page("dinas_operator", f"/dinas/berkas/{asked(s).number}/gabung/tolak/", "alasan"),
    "a dinas mends a sentra": lambda s: Page("dinas_operator", f"/dinas/sentra/{s.sentra.uuid}/ubah/", "name"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_used_key_with_another_text_gives_a_new_key_and_keeps_the_text(scene: Scene, form: str) -> None:
    page = FORMS[form](scene)
    client = signed_in(scene.people[page.person])
    sent = filled(client.get(page.path), **{page.field: FIRST}, **page.rest)
    first = client.post(page.path, sent)

    again = client.post(page.path, sent | {page.field: SECOND})

    assert (first.status_code, again.status_code in (409, 422)) == (302, True)
    assert SECOND in again.content.decode()
    if again.status_code == 422:
        assert filled(again)["kunci"] != sent["kunci"]


@pytest.mark.parametrize("form", FORMS)
def test_a_session_that_ended_keeps_the_text_until_its_writer_is_back(scene: Scene, client: Client, form: str) -> None:
    page = FORMS[form](scene)
    person = scene.people[page.person]
    client.post("/masuk/", {"login": person.email, "password": PASSWORD})
    sent = filled(client.get(page.path), **{page.field: FIRST}, **page.rest)
    OpenSession.objects.all().delete()

    gone = client.post(page.path, sent, **HOME)
    kept_at = gone["Location"].removeprefix("/masuk/?next=")
    client.post("/masuk/", {"login": person.email, "password": PASSWORD, "next": kept_at})

    kept = client.get(kept_at)
    assert FIRST in kept.content.decode()
    assert client.post(page.path, filled(kept, page.field), **HOME).status_code == 302


def test_whoever_comes_second_reads_the_own_words_on_the_answer(scene: Scene) -> None:
    waiting = scene.at(S.WITH_OFFICE)
    path = f"/dinas/berkas/{waiting.number}/"
    operator = signed_in(scene.dinas_operator)
    form = filled(operator.get(path), tindakan="kembalikan")
    taken_back = {"kunci": str(uuid4()), "alasan": "Saya berhenti saja"}
    signed_in(scene.owner).post(f"/usulan/{waiting.number}/tarik/", taken_back)

    late = operator.post(path, form | {"foto-words": "Foto detail masih terlalu gelap"})

    assert late.status_code == 409
    assert "Foto detail masih terlalu gelap" in words(late)


def test_a_password_does_not_stand_on_the_answer(scene: Scene) -> None:
    waiting = scene.at(S.WITH_OFFICE)
    answer = signed_in(scene.dinas_operator).post(
        f"/dinas/berkas/{waiting.number}/gabung/tolak/",
        {"kunci": str(uuid4()), "alasan": "Tidak ada catatannya", "sandi": "benang emas dan kapas"},
    )

    assert (answer.status_code, "Tidak ada catatannya" in words(answer)) == (409, True)
    assert "benang emas" not in answer.content.decode()
