"""Bad inputs thrown at every field of the owner's forms (reliability 11): refused at the field or kept harmlessly, never a fault of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from awards.models import Nomination
from awards.operations import candidates
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Ikm, Product
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db

NASTY = {
    "spaces": "   ",
    "long": "a" * 10_001,
    "nul": "a\x00b",
    "bell": "a\x07b",
    "right to left": "a\u202eb\u200b",
    "zalgo": "a" + "\u0301" * 40,
    "script": "<script>alert(1)</script>",
    "template": "{{7*7}}{% load x %}",
    "sql": "'; DROP TABLE ikm_ikm; --",
    "path": "../../etc/passwd",
    "newline": "a\r\nBcc: x@y.z",
    "emoji": "Tenun \U0001f9f5 ꦧꦠꦶꦏ᭄",
    "formula": "=1+1",
    "minus": "-1",
    "huge": "9" * 400,
    "float": "NaN",
    "exponent": "1e2",
    "underscore": "1_0",
    "arabic digits": "١٢٣",
    "full width": "１２３",
    "hex": "0x10",
    "false choice": "bukan-pilihan",
    "surrogate": "a\ud800b",
}
HELPERS = {"kunci", "versi", "dilihat"}
SECTIONS = ["profil", "lokasi", "legalitas", "produk", "cerita", "bahan", "usaha"]


def draft(scene: Scene) -> Nomination:
    product = firms.register_ikm(
        name="Tenun Ayu", owner_name="Ayu", regency=scene.regency, product_name="Selendang", commodity_group=scene.commodity,
        owner=scene.owner, by=scene.owner, now=scene.now,
    )  # fmt: skip
    return candidates.open_drafts([product], scene.edition, by=scene.owner, now=scene.now)[0]


def spoiled(form: dict[str, Any], text: str) -> dict[str, Any]:
    """Every field of the form filled with `text`; the helpers stay, so that the form itself is taken."""
    return {name: value if name in HELPERS else text for name, value in form.items()} | {
        "legal_form": text,
        "market_reach": text,
        "sentra": text,
    }


def answer(client: Client, path: str, sent: dict[str, Any]) -> int:
    body = {
        name: [
            part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            for part in (value if isinstance(value, list) else [value])
        ]
        for name, value in sent.items()
    }
    return client.post(path, body).status_code


def answers_to_nasty_texts(client: Client, path: str) -> Iterator[tuple[str, int]]:
    """What the form at `path` answers to each nasty text in all its fields. It is opened anew where it was saved."""
    form = filled(client.get(path))
    for name, text in NASTY.items():
        status = answer(client, path, spoiled(form, text) | {"kunci": str(uuid4())})
        if status == 302:
            form = filled(client.get(path))
        yield name, status


@pytest.mark.parametrize("code", SECTIONS)
def test_no_section_falls_over(scene: Scene, client: Client, code: str) -> None:
    nomination = draft(scene)
    client.force_login(scene.owner)
    path = f"/usulan/{nomination.number}/{code}/"
    answers = dict(answers_to_nasty_texts(client, path))

    assert {name: status for name, status in answers.items() if status not in (302, 400, 422)} == {}
    assert client.get(f"/usulan/{nomination.number}/periksa/").status_code == 200


@pytest.mark.parametrize("code", SECTIONS)
def test_a_form_that_came_without_one_of_its_answers_is_saved_or_refused_in_words(
    scene: Scene, client: Client, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    nomination = draft(scene)
    client.force_login(scene.owner)
    path = f"/usulan/{nomination.number}/{code}/"
    answers = {}
    for name in filled(client.get(path)).keys() - HELPERS:
        for change in (None, ""):
            sent = filled(client.get(path), **{name: change}) | {"kembali": ""}
            answers[name, change] = answer(client, path, sent)

    assert {case: status for case, status in answers.items() if status not in (302, 422)} == {}
    assert not [record.getMessage() for record in caplog.records if record.exc_info]
    assert Product.objects.get(pk=nomination.product_id).commodity_group == scene.commodity


def test_what_a_text_refuses_and_what_it_keeps(scene: Scene, client: Client) -> None:
    nomination = draft(scene)
    client.force_login(scene.owner)
    path = f"/usulan/{nomination.number}/produk/"
    kept = {}
    for name, text in NASTY.items():
        if answer(client, path, filled(client.get(path), distinction=text)) == 302:
            kept[name] = Product.objects.get(pk=nomination.product_id).distinction

    assert set(NASTY) - set(kept) == {"spaces", "long", "nul", "bell", "zalgo", "huge"}
    assert kept["right to left"] == "ab"
    assert kept["script"] == NASTY["script"]
    assert kept["emoji"] == NASTY["emoji"]


def test_registration_and_lookup_do_not_fall_over(scene: Scene, client: Client) -> None:
    account = "/daftar/akun/?komoditi=kain_tenun&sentra=ya&provinsi=51&daerah=51.07&nib=ya"
    answers = {}
    for name, text in NASTY.items():
        answers[name] = (
            answer(client, account, spoiled(filled(client.get(account)), text)),
            answer(client, "/status/", {"nomor": text, "angka": text}),
            client.get("/daftar/kelayakan/", {"komoditi": text.encode("utf-8", "surrogatepass")}).status_code,
            client.get(
                "/daftar/kelayakan/",
                {"komoditi": "anyaman", "sentra": "ya", "provinsi": text.encode("utf-8", "surrogatepass")},
            ).status_code,
        )

    assert {
        name: statuses for name, statuses in answers.items() if not set(statuses) <= {200, 302, 400, 422, 429}
    } == {}
    assert Ikm.objects.count() == 0


def test_addresses_of_papers_do_not_fall_over(scene: Scene, client: Client) -> None:
    client.force_login(scene.owner)
    number = scene.at(S.DRAFT).number
    statuses = set()
    for text in NASTY.values():
        for query in ({"isi": text}, {"jenis": text, "nomor": text}, {"tahun": text}):
            sent = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
            leaf = "usaha" if "tahun" in query else "sertifikat"
            answer = client.get(f"/usulan/{number}/{leaf}/", sent).status_code
            statuses.add((leaf, "NUL" if "\0" in text else "text", answer))

    assert statuses == {
        ("usaha", "text", 200),
        ("usaha", "NUL", 400),
        ("sertifikat", "text", 404),
        ("sertifikat", "NUL", 400),
    }
