"""The reader of the demo's mails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from ovop_portal.demo.letters import letter, letters
from ovop_portal.notifications.channels import kept
from ovop_portal.notifications.channels.composing import Message


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def send(*subjects: str, body: str = "Yth. Ibu,\nberkas Anda kembali.", html: str = "") -> None:
    """Letters in one file, as one connection sends them."""
    letters = [
        EmailMultiAlternatives(s, body, "Portal <portal@localhost>", ["Sari <sari@demo.example>"]) for s in subjects
    ]
    for message in letters:
        if html:
            message.attach_alternative(html, "text/html")
    get_connection("django.core.mail.backends.filebased.EmailBackend").send_messages(letters)


def test_letters_are_found_newest_first_even_several_in_one_file(folder: Path) -> None:
    send("Pertama", "Kedua: 3 berkas – sebelum 30 Juni")

    found = letters()

    assert [(item.subject, item.n) for item in found] == [("Kedua: 3 berkas – sebelum 30 Juni", 2), ("Pertama", 1)]
    assert (found[0].to, found[0].sender) == ("Sari <sari@demo.example>", "Portal <portal@localhost>")
    assert found[0].text.splitlines() == ["Yth. Ibu,", "berkas Anda kembali."]
    assert letter(found[1].name, 1) == found[1]


def test_the_hour_of_a_letter_is_the_hour_of_its_sending(folder: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    send("Sekarang")
    [found] = letters()

    assert found.at is not None
    assert before <= found.at <= datetime.now(UTC)


def test_an_empty_or_missing_folder_is_an_empty_list(client: Client, folder: Path, settings: Any) -> None:
    assert "Belum ada surat" in client.get("/demo/surat/").content.decode()
    settings.EMAIL_FILE_PATH = str(folder / "nowhere")
    assert letters() == []


def test_what_a_letter_says_is_shown_as_text(client: Client, folder: Path) -> None:
    send("<b>Perihal</b>", body="<script>alert(1)</script> http://localhost:8000/akun/", html="<h1>lain</h1>")
    [found] = letters()

    page = client.get(f"/demo/surat/{found.name}/1/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;Perihal" in page
    assert 'href="http://localhost:8000/akun/"' in page
    assert "lain</h1>" not in page


@pytest.mark.parametrize("name", ["x.log", "..log", "-.log", "%2e%2e%2fmanage.log"])
def test_a_name_that_is_not_in_the_folder_leads_nowhere(client: Client, folder: Path, name: str) -> None:
    send("Satu")
    (folder.parent / "x.log").write_text("Subject: rahasia\n\nrahasia")

    assert client.get(f"/demo/surat/{name}/1/").status_code == 404


def test_a_number_that_is_not_in_the_file_leads_nowhere(client: Client, folder: Path) -> None:
    send("Satu")
    [found] = letters()

    assert [client.get(f"/demo/surat/{found.name}/{n}/").status_code for n in (0, 1, 2)] == [404, 200, 404]


def test_what_would_go_to_a_telephone_stands_there_with_channel_and_number(folder: Path, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    message = Message("1", "+6281234567890", "Sari", "Perlu diperbaiki: Tenun", "", "http://localhost/usulan/")
    kept.whatsapp(message)
    kept.sms(replace(message, title="Kode Portal OVOP", code="012345"))

    found = {item.to: item.text for item in letters()}

    assert found["WhatsApp +6281234567890"].split("\n\n") == [
        "Bapak/Ibu Sari",
        "Perlu diperbaiki: Tenun",
        "http://localhost/usulan/",
    ]
    assert found["SMS +6281234567890"].startswith("Kode Portal OVOP: 012345.")
