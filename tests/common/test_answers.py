"""Answers that pages of every room give in the same words."""

from __future__ import annotations

from django.test import RequestFactory

from ovop_portal.common.answers import conflict, too_many
from ovop_portal.common.verbs import Stale


def test_who_comes_second_reads_the_own_sentences_again_and_no_secret(rf: RequestFactory) -> None:
    sent = {"alasan": "Foto terlalu gelap", "nomor": "17", "sandi": "benang emas dan kapas", "kode": "1234 5678"}

    response = conflict(rf.post("/", sent), Stale(object(), "ready"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Foto terlalu gelap" in page
    assert ("benang emas" in page, "1234 5678" in page) == (False, False)


def test_a_sentence_of_its_own_is_said_as_text(rf: RequestFactory) -> None:
    assert "Batas &lt;waktu&gt; sudah lewat" in conflict(rf.post("/"), "Batas <waktu> sudah lewat").content.decode()


def test_whoever_must_wait_is_told_how_long_in_words_and_in_the_header(rf: RequestFactory) -> None:
    response = too_many(rf.get("/"), seconds=301)

    assert (response.status_code, response["Retry-After"]) == (429, "301")
    assert "6 menit" in response.content.decode()
