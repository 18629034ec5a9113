"""Readers who do not know of each other: what each of them meets of what the others found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.operations import screening
from awards.models import Nomination
from awards.states import NominationState as S
from ovop_portal.accounts.operations import grant_role
from ovop_portal.accounts.roles import Role
from tests.accounts.factories import person
from tests.assessments.officers import signed_in, words
from tests.assessments.pages.screening.asking import answers, get, post
from tests.scene import Scene

pytestmark = pytest.mark.django_db


SECRET = "Sentra itu belum pernah ditetapkan"


def read_with_secret(scene: Scene, file: Nomination, outcome: str, *, by: str = "screener") -> None:
    """A reading whose words, verdicts and outcome are found wherever they are shown."""
    said = {pk: (word, SECRET if reason else "") for pk, (word, reason) in scene.verdicts(outcome).items()}
    reading = screening.FileReading(file, outcome, said, SECRET)
    screening.read_files([reading], by=scene.people[by], now=scene.now, answer_by=scene.now + timedelta(days=7))


@pytest.mark.parametrize("outcome", ["pass", "return", "fail"])
def test_whoever_may_still_read_a_file_meets_nothing_of_what_another_found(scene, strict, outcome):
    unread = scene.at(S.SCREENING)
    read_with_secret(scene, strict, outcome)
    # Who holds other roles beside it reads their pages, too.
    for role in (Role.AUDITOR, Role.SECRETARIAT):
        grant_role(scene.second_screener, role, by="system:tests", now=scene.now)
    client = signed_in(scene, "second_screener")
    before, taken = (
        get(client, "screening_file", strict.number),
        post(client, "screening_file", strict.number, ambil="ya"),
    )
    after, plain = get(client, "screening_file", strict.number), get(client, "screening_file", unread.number)
    shown = [
        *[before, client.get(taken.url), after],
        *[get(client, "screening_queue", bagian=drawer) for drawer in ("menunggu", "diperiksa", "kedua", "ketiga")],
        get(client, "desk_home"),
        client.get(reverse("notifications:inbox")),
        client.get(reverse("front:audit"), {"perihal": strict.number}),
        # A mistake in one's own reading tells no more than the page before it.
        post(client, "screening_file", strict.number, outcome="fail", note="x", **answers(scene, strict)),
    ]

    assert [answer for answer in shown if SECRET in answer.content.decode()] == []
    assert "Berkas ini sudah dibaca pemeriksa lain" in words(after)
    # The verdicts that stand in the form are those of the papers: as in a file that nobody has read.
    assert [
        (row.gate.code, verdict.value(), reason.value()) for row, verdict, reason in after.context["reading"].gates
    ] == [(row.gate.code, verdict.value(), reason.value()) for row, verdict, reason in plain.context["reading"].gates]
    [line] = [line for line in shown[-2].context["trail"].lines if line.event.kind == "nomination.read"]
    assert [key for key, _value in line.said] == ["pembacaan ke", "baris yang dijamin"]
    post(client, "screening_file", strict.number, outcome="fail", note="x", **answers(scene, strict, G02="unmet"))
    told = client.get(reverse("front:audit"), {"perihal": strict.number}).context["trail"].lines
    is_settled = Nomination.objects.get(pk=strict.pk).state != S.SCREENING
    assert any(key == "hasil" for line in told for key, _value in line.said) == is_settled


def test_the_third_reader_is_as_blind_as_the_second(scene, file):
    scene.people["third"] = person("Tuti Pemeriksa", Role.SCREENER, now=scene.now)
    read_with_secret(scene, file, "fail")
    read_with_secret(scene, file, "pass", by="second_screener")
    client = signed_in(scene, "third")

    assert "Baca sebagai pembaca ketiga" in words(get(client, "screening_file", file.number))
    post(client, "screening_file", file.number, ambil="ya")
    page = get(client, "screening_file", file.number)

    assert SECRET not in page.content.decode()
    assert (page.context["desk"].readings, "Menunggu pembaca ketiga" in words(page)) == ([], True)


def test_who_has_read_sees_both_readings_side_by_side_and_where_they_differ(scene, file):
    read_with_secret(scene, file, "fail")
    client = signed_in(scene, "second_screener")
    post(client, "screening_file", file.number, ambil="ya")

    answer = post(client, "screening_file", file.number, outcome="pass", note="Lengkap", **answers(scene, file))
    page = client.get(answer.url)

    assert answer.url == reverse("assessments:screening_file", args=[file.number])
    assert f"{file.number} menunggu pembaca ketiga" in words(page)
    [found] = page.context["desk"].readings
    assert [(row.gate.code, row.differs) for row in found.rows][:3] == [("G01", False), ("G02", True), ("G03", False)]
    assert (found.differs, words(page).count("Berbeda")) == (True, 2)
    assert all(word in words(page) for word in (SECRET, "Lengkap", "Pembaca 1", "Pembaca 2"))
    # The first reader is done with the file, and secretariat and auditor read no file: they may know.
    for name in ("screener", "secretariat"):
        assert SECRET in words(get(signed_in(scene, name), "screening_file", file.number))
    assert "tertulis, tidak ditampilkan" in words(get(signed_in(scene, "auditor"), "screening_file", file.number))


def test_the_second_reader_who_agrees_settles(scene, file):
    scene.read(file, outcome="fail")
    client = signed_in(scene, "second_screener")
    assert "Baca sebagai pembaca kedua" in words(get(client, "screening_file", file.number))
    post(client, "screening_file", file.number, ambil="ya")

    page = words(get(client, "screening_file", file.number))
    assert "Berlaku bila pembaca pertama sependapat. Bila berbeda, pembaca ketiga yang menentukan." in page
    answer = post(
        client, "screening_file", file.number, outcome="fail", note="Setuju", **answers(scene, file, G02="unmet")
    )

    file.refresh_from_db()
    assert (answer.status_code, file.state) == (302, S.FAILED)
    assert file.reason == "Keputusan sentra tidak terbaca\n\nSetuju"


def test_the_first_reader_is_told_in_words_that_another_must_read(screener, scene, file):
    scene.read(file, outcome="fail")

    page = words(get(screener, "screening_file", file.number))
    assert "Anda sudah membaca berkas ini. Pembacaan berikutnya dilakukan oleh pemeriksa lain." in page
    assert "Simpan dan" not in page
    for data in ({"ambil": "ya"}, {"outcome": "fail", "note": "x", **answers(scene, file, G02="unmet")}):
        answer = post(screener, "screening_file", file.number, **data)
        assert (answer.status_code, "Pembacaan berikutnya dilakukan oleh pemeriksa lain" in words(answer)) == (
            422,
            True,
        )
    assert file.readings.count() == 1


def test_where_every_outcome_takes_two_the_first_reader_is_told_so(screener, scene, strict):
    assert words(get(screener, "screening_file", strict.number)).count("Berlaku bila pembaca kedua sependapat") == 3
    answer = post(screener, "screening_file", strict.number, outcome="pass", **answers(scene, strict))

    assert f"{strict.number} menunggu pembaca kedua" in words(screener.get(answer.url))
    assert "Setiap hasil berlaku bila dua pemeriksa sependapat." in words(get(screener, "screening_queue"))
    assert "Setiap hasil berlaku bila dua pemeriksa sependapat." in words(get(screener, "rubric"))


def test_nothing_outside_the_desk_tells_that_a_file_was_read(scene, strict):
    pages = [(name, path) for name, path in (("owner", "awards:status"), ("dinas_operator", "awards:review"))]

    def shown() -> list[str]:
        return [words(signed_in(scene, name).get(reverse(path, args=[strict.number]))) for name, path in pages]

    before = shown()
    read_with_secret(scene, strict, "return")

    assert shown() == before
