"""The screening desk in a browser: the queue, a file that is read, and what each officer may do there."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Reading, ScreeningClaim
from assessments.operations import screening
from awards.models import Nomination, WindowKind
from awards.operations import sending
from awards.states import NominationState as S
from ovop_portal.accounts.operations import grant_role
from ovop_portal.accounts.roles import Role
from ovop_portal.common import clock
from tests.accounts.factories import person
from tests.assessments.officers import signed_in, words
from tests.assessments.pages.screening.asking import answers, get, post
from tests.scene import Scene, mended
from tests.support.rivals import before_the_commit

pytestmark = pytest.mark.django_db


def numbers(response: Any) -> list[str]:
    """The rows of a table by the number that names them."""
    return re.findall(r'scope="row"><a class="code"[^>]*>([^<]+)<', response.content.decode())


def test_every_file_lies_in_one_drawer(screener, scene):
    drawers = {
        "menunggu": [S.SUBMITTED],
        "diperiksa": [S.SCREENING],
        "dikembalikan": [S.RETURNED_TO_OFFICE],
        "lolos": [S.PASSED, S.IN_ASSESSMENT],
        "gugur": [S.FAILED],
        "kedua": [S.SCREENING],
        "ketiga": [S.SCREENING],
    }
    files = iter(scene.bring(*itertools.chain(*drawers.values()), S.DRAFT))
    by_drawer = {code: [next(files) for _state in states] for code, states in drawers.items()}
    scene.read(*by_drawer["kedua"], *by_drawer["ketiga"], outcome="fail")
    scene.read(*by_drawer["ketiga"], outcome="pass", by="second_screener")

    for code, files in by_drawer.items():
        page = get(screener, "screening_queue", bagian=code)
        assert sorted(numbers(page)) == sorted(file.number for file in files), code
        assert {drawer.code: n for drawer, n in page.context["queue"].drawers} == {
            c: len(f) for c, f in by_drawer.items()
        }


def test_filters_and_search_narrow_list_and_counts_alike(screener, scene):
    wanted, _other = scene.at(S.SUBMITTED, "Tenun Gringsing Wayan"), scene.at(S.SUBMITTED, "Tenun Endek")

    for query in (
        {"q": "gringsing"},
        {"q": wanted.number},
        {"q": "gringsing", "provinsi": "51", "kelompok": "kain_tenun"},
    ):
        page = get(screener, "screening_queue", **query)
        assert numbers(page) == [wanted.number], query
        assert page.context["queue"].drawers[0][1] == 1
    for query in ({"provinsi": "33"}, {"kelompok": "gerabah"}, {"q": "' OR 1=1 --"}):
        page = get(screener, "screening_queue", **query)
        assert numbers(page) == [], query
        assert "Tidak ada berkas untuk saringan ini" in words(page)


def test_the_queue_says_who_has_a_file_open_and_for_how_long(screener, scene, file):
    screening.take_up([file], by=scene.second_screener, now=clock.now() - timedelta(minutes=4))

    assert "Sedang diperiksa oleh Budi Pemeriksa, 4 menit" in words(
        get(screener, "screening_queue", bagian="diperiksa")
    )

    scene.read(file, outcome="fail", by="second_screener")
    assert "Sedang diperiksa" not in words(get(screener, "screening_queue", bagian="kedua"))


def test_the_button_takes_up_the_file_that_has_waited_longest(screener, scene):
    first, second = scene.bring(S.SUBMITTED, S.SUBMITTED)

    answer = post(screener, "screening_queue")

    assert (answer.status_code, answer.url) == (302, reverse("assessments:screening_file", args=[first.number]))
    assert ScreeningClaim.objects.get().nomination == first
    assert numbers(get(screener, "screening_queue")) == [second.number]


def test_where_no_file_is_new_the_button_takes_up_one_that_another_has_read(screener, scene):
    own, taken, theirs = scene.bring(*[S.SCREENING] * 3)
    scene.read(own, outcome="fail")
    screening.take_up([taken, theirs], by=scene.second_screener, now=scene.now)
    scene.read(taken, theirs, outcome="fail", by="second_screener")
    screening.take_up([taken], by=person("Tuti Pemeriksa", Role.SCREENER, now=scene.now), now=scene.now)

    assert post(screener, "screening_queue").url == reverse("assessments:screening_file", args=[theirs.number])
    assert "Tidak ada berkas yang menunggu" in words(screener.get(post(screener, "screening_queue").url))


def test_an_empty_queue_is_said_and_nothing_is_taken(screener, scene):
    answer = post(screener, "screening_queue")

    assert (answer.status_code, ScreeningClaim.objects.count()) == (302, 0)
    assert "Tidak ada berkas yang menunggu" in words(screener.get(answer.url))


def test_the_queue_costs_the_same_for_one_file_and_for_three(screener, scene, django_assert_num_queries):
    scene.at(S.SUBMITTED)
    with django_assert_num_queries(9):
        one = get(screener, "screening_queue")
    scene.bring(*[S.SUBMITTED] * 2)
    with django_assert_num_queries(9):
        three = get(screener, "screening_queue")
    assert (len(numbers(one)), len(numbers(three))) == (1, 3)


def test_the_drawer_of_the_second_readers_costs_the_same_for_one_file_and_for_three(
    screener, scene, django_assert_num_queries
):
    for expected in (1, 3):
        scene.read(*scene.bring(*[S.SCREENING] * max(1, expected - 1)), outcome="fail", by="second_screener")
        with django_assert_num_queries(10):
            page = get(screener, "screening_queue", bagian="kedua")
        assert len(numbers(page)) == expected


def test_the_button_takes_the_next_file_of_the_drawer_and_of_what_was_filtered(screener, scene):
    scene.bring(S.SUBMITTED)
    scene.bring(S.SUBMITTED, names=["Songket"])
    second = scene.at(S.SCREENING)
    scene.read(second, outcome="fail", by="second_screener")
    queue = reverse("assessments:screening_queue")

    taken = [screener.post(f"{queue}?{asked}", {"kunci": str(uuid4())}).url for asked in ("bagian=kedua", "q=songket")]
    nothing = screener.post(f"{queue}?bagian=ketiga", {"kunci": str(uuid4())})

    wanted = [second, Nomination.objects.get(product__name="Songket")]
    assert taken == [reverse("assessments:screening_file", args=[file.number]) for file in wanted]
    assert nothing.url == f"{queue}?bagian=ketiga"


def test_a_file_is_read_only_until_it_is_taken_up(screener, scene):
    file = scene.at(S.SUBMITTED)
    before = words(get(screener, "screening_file", file.number))
    assert "Ambil untuk diperiksa" in before
    assert "Simpan dan kembali ke antrean" not in before
    assert "Keputusan sentra 188/12/2020" in before

    assert post(screener, "screening_file", file.number, ambil="ya").status_code == 302

    page = get(screener, "screening_file", file.number)
    assert "Simpan dan kembali ke antrean" in words(page)
    form = page.context["reading"]
    said = {row.gate.code: (verdict.value(), reason.value()) for row, verdict, reason in form.gates}
    assert said["G02"] == ("met", "")
    assert said["G08"] == ("na", "")
    assert list(said) == ["G01", "G02", "G03", "G04", "G08", "G09", "G10"]


def test_evidence_leads_to_every_paper_and_photo(screener, file):
    html = get(screener, "screening_file", file.number).content.decode()
    submission = file.submissions.get()

    for document in [*submission.documents, file.endorsement.document_id]:
        assert reverse("documents:file", args=[document]) in html
        answer = screener.get(reverse("documents:file", args=[document]))
        assert (answer.status_code, bool(b"".join(answer))) == (200, True)  # read to its end, and thereby closed


def test_a_whole_file_passes_and_leads_back_to_the_queue(screener, scene, file):
    answer = post(screener, "screening_file", file.number, outcome="pass", versi="1", **answers(scene, file))

    file.refresh_from_db()
    assert (answer.status_code, answer.url, file.state) == (302, "/panitia/seleksi/?tahun=2026", S.PASSED)
    assert f"{file.number} lolos seleksi administrasi" in words(screener.get(answer.url))


def test_save_and_next_takes_up_the_next_file(screener, scene):
    file, following = scene.bring(S.SCREENING, S.SUBMITTED)

    answer = post(screener, "screening_file", file.number, outcome="pass", lanjut="ya", **answers(scene, file))

    assert answer.url == reverse("assessments:screening_file", args=[following.number])
    assert ScreeningClaim.objects.get(nomination=following).screener == scene.screener


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("waiting", [1, 2])
def test_a_reading_stands_although_a_colleague_takes_up_the_next_file_in_the_same_moment(screener, scene, waiting):
    file, *following = scene.bring(S.SCREENING, *[S.SUBMITTED] * waiting)
    answers_to: list[Any] = []
    data = {"outcome": "pass", "lanjut": "ya", **answers(scene, file)}

    outcome = before_the_commit(
        lambda: screening.take_up_next(scene.edition, by=scene.second_screener, now=scene.now),
        lambda: answers_to.append(post(screener, "screening_file", file.number, **data)),
    )

    file.refresh_from_db()
    [answer] = answers_to
    on = [reverse("assessments:screening_file", args=[row.number]) for row in following[1:]]
    assert (outcome, answer.status_code, file.state) == ("done", 302, S.PASSED)
    assert [answer.url] == (on or [reverse("assessments:screening_queue") + "?tahun=2026"])


def test_what_a_reading_lacks_stands_at_its_field_and_nothing_typed_is_lost(screener, scene, file):
    data = answers(scene, file, G02="missing")
    gate = scene.edition.gates.get(code="G02")
    data[f"reason_{gate.pk}"] = ""

    answer = post(
        screener,
        "screening_file",
        file.number,
        outcome="fail",
        note="Saya ketik panjang",
        batas_0="",
        batas_1="",
        batas_2="",
        **data,
    )

    assert answer.status_code == 422
    text = words(answer)
    assert "Isi alasan untuk G02 Berada di sentra yang ditetapkan kepala daerah" in text
    assert "Pilih paling sedikit satu syarat yang tidak sesuai" in text
    assert "Saya ketik panjang" in answer.content.decode()
    assert f'<a href="#id_reason_{gate.pk}">' in answer.content.decode()
    assert not Reading.objects.exists()


def test_no_field_that_may_be_demanded_is_called_optional(screener, scene):
    html = get(screener, "screening_file", scene.at(S.SCREENING).number).content.decode()

    assert "(opsional)" not in html
    hints = re.findall(r'class="hint" id="id_[a-z]+_?\d*_helptext">(Wajib bila [^<]+)<', html)
    assert sorted(set(hints)) == [
        "Wajib bila berkas dikembalikan atau tidak lolos: dibaca dinas dan pemilik usaha",
        "Wajib bila berkas dikembalikan. Berlaku sampai pukul 23.59 WIB hari itu",
        "Wajib bila perlu diperbaiki atau tidak sesuai",
    ]


def test_a_return_goes_out_with_its_last_moment_in_wib(screener, scene, file):
    day = clock.day_in_wib(scene.now) + timedelta(days=10)
    dates = {"batas_0": str(day.day), "batas_1": str(day.month), "batas_2": str(day.year)}

    answer = post(
        screener, "screening_file", file.number, outcome="return", note="Unggah ulang", **dates, **answers(scene, file, G02="missing")
    )  # fmt: skip

    file.refresh_from_db()
    assert (answer.status_code, file.state) == (302, S.RETURNED_TO_OFFICE)
    assert f"{file.answer_by.astimezone(clock.WIB):%Y-%m-%d %H:%M}" == f"{day:%Y-%m-%d} 23:59"


@pytest.mark.parametrize(("days", "message"), [(None, "Isi batas perbaikan"), (0, "Batas perbaikan harus")])
def test_a_return_needs_a_day_to_come(screener, scene, file, days, message):
    day = clock.day_in_wib(scene.now) + timedelta(days=days or 0)
    dates = (
        {"batas_0": "", "batas_1": "", "batas_2": ""}
        if days is None
        else {"batas_0": str(day.day), "batas_1": str(day.month), "batas_2": str(day.year)}
    )

    answer = post(
        screener,
        "screening_file",
        file.number,
        outcome="return",
        note="x",
        **dates,
        **answers(scene, file, G02="missing"),
    )

    assert (answer.status_code, message in words(answer)) == (422, True)


def unanswered(scene: Scene) -> Nomination:
    """Sent back by the first screener; the time is over, and so is the window of nominations."""
    file = scene.at(S.RETURNED_TO_OFFICE)
    yesterday = scene.now - timedelta(days=1)
    Nomination.objects.filter(pk=file.pk).update(answer_by=yesterday)
    scene.edition.windows.filter(kind=WindowKind.NOMINATION).update(closes_at=yesterday)
    file.refresh_from_db()
    return file


def day_of(prefix: str, day: date) -> dict[str, str]:
    return {f"{prefix}_0": str(day.day), f"{prefix}_1": str(day.month), f"{prefix}_2": str(day.year)}


def test_the_desk_names_the_files_that_the_dinas_did_not_complete(screener, scene):
    scene.at(S.RETURNED_TO_OFFICE)
    file = unanswered(scene)

    [work] = [line for line in get(screener, "desk_home").context["desk"].work if "dinas" in line.label]
    assert (work.count, work.label, work.url[-13:]) == (1, "berkas tidak dilengkapi dinas", "=dikembalikan")
    queue = get(screener, "screening_queue", bagian="dikembalikan")
    assert numbers(queue)[0] == file.number
    assert words(queue).count("lewat batas") == 1


def test_a_file_at_the_dinas_stays_in_its_drawer_while_the_answer_is_prepared(screener, scene):
    file = scene.at(S.RETURNED_TO_OFFICE)
    sending.mark_ready([file], mended(file), by=scene.dinas_operator, now=scene.now)
    scene.at(S.READY)

    assert numbers(get(screener, "screening_queue", bagian="dikembalikan")) == [file.number]
    assert "Dinas melengkapi berkas ini sampai" in words(get(screener, "screening_file", file.number))


def test_a_second_screener_ends_a_file_and_the_first_one_only_gives_time(screener, scene):
    file, second = unanswered(scene), signed_in(scene, "second_screener")

    own = get(screener, "screening_answer", file.number)
    assert "Nyatakan tidak lolos" not in words(own)
    assert "penolakan ditetapkan pemeriksa lain" in words(own)
    forced = post(screener, "screening_answer", file.number, langkah="akhiri", alasan="Sama")
    assert forced.status_code == 422

    page = get(second, "screening_answer", file.number)
    assert "Keputusan sentra tidak terbaca" in words(page)
    done = post(second, "screening_answer", file.number, langkah="akhiri", alasan="Tidak dilengkapi")
    file.refresh_from_db()
    assert (done.status_code, file.state, file.reason) == (302, S.FAILED, "Tidak dilengkapi")
    again = post(second, "screening_answer", file.number, langkah="akhiri", alasan="Tidak dilengkapi")
    assert again.status_code in (302, 409)


def test_more_time_goes_out_with_its_last_moment_in_wib(screener, scene):
    file, day = unanswered(scene), clock.day_in_wib(scene.now) + timedelta(days=3)

    answer = post(screener, "screening_answer", file.number, langkah="perpanjang", **day_of("batas", day))

    file.refresh_from_db()
    assert (answer.status_code, file.state) == (302, S.RETURNED_TO_OFFICE)
    assert f"{file.answer_by.astimezone(clock.WIB):%Y-%m-%d %H:%M}" == f"{day:%Y-%m-%d} 23:59"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Pilih langkah"),
        ({"langkah": "perpanjang", "batas_0": "", "batas_1": "", "batas_2": ""}, "Isi batas perbaikan yang baru"),
        ({"langkah": "akhiri", "alasan": ""}, "Isi catatan untuk dinas dan pemilik usaha"),
    ],
)
def test_what_an_answer_lacks_is_asked_for(scene, sent, message):
    file = unanswered(scene)

    answer = post(signed_in(scene, "second_screener"), "screening_answer", file.number, **sent)

    assert (answer.status_code, message in words(answer)) == (422, True)


def test_a_file_on_somebody_elses_desk_is_taken_over_before_it_is_read(screener, scene, file):
    screening.take_up([file], by=scene.second_screener, now=scene.now)

    refused = post(screener, "screening_file", file.number, outcome="pass", **answers(scene, file))
    assert (refused.status_code, "Budi Pemeriksa sedang memeriksa berkas ini" in words(refused)) == (422, True)
    assert "Ambil alih dari Budi Pemeriksa" in words(get(screener, "screening_file", file.number))

    post(screener, "screening_file", file.number, ambil="ya")
    assert post(screener, "screening_file", file.number, outcome="pass", **answers(scene, file)).status_code == 302


def test_a_file_that_moved_on_meanwhile_is_answered_with_409(screener, scene, file):
    data = answers(scene, file) | {"outcome": "pass"}
    scene.read(file, outcome="return")

    assert post(screener, "screening_file", file.number, **data).status_code == 409
    assert post(screener, "screening_file", file.number, ambil="ya").status_code == 409


def test_a_reading_sent_twice_is_taken_once(screener, scene):
    file, key = scene.at(S.SCREENING), str(uuid4())
    data = answers(scene, file) | {"outcome": "pass", "kunci": key}
    url = reverse("assessments:screening_file", args=[file.number])

    sent = [screener.post(url, data) for _twice in range(2)]

    assert [(answer.status_code, answer.url) for answer in sent] == [(302, "/panitia/seleksi/?tahun=2026")] * 2
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("state", [S.DRAFT, S.WITH_OFFICE, S.READY])
def test_a_file_that_was_never_sent_does_not_exist_here(screener, scene, state):
    assert get(screener, "screening_file", scene.at(state).number).status_code == 404


def test_officers_who_do_not_screen_read_and_cannot_act(scene):
    file = scene.at(S.SUBMITTED)
    for name in ("secretariat", "auditor"):
        client = signed_in(scene, name)
        page = words(get(client, "screening_file", file.number))
        assert "Ambil untuk diperiksa" not in page
        assert "Keputusan ada pada pemeriksa" in page
        assert [
            post(client, "screening_file", file.number).status_code,
            post(client, "screening_queue").status_code,
        ] == [403, 403]


def opened(client: Client, document: Any) -> int:
    """The answer to asking for a file, which is read to its end."""
    response = client.get(document.url)
    b"".join(response)
    return response.status_code


def test_an_auditor_follows_the_steps_and_meets_no_identity(scene, file):
    scene.read(file, outcome="fail")
    scene.at(S.DRAFT, "Belum Dikirim")
    auditor, ikm = signed_in(scene, "auditor"), file.ikm
    secrets = [ikm.name, ikm.owner_name, ikm.phone, ikm.nib, scene.screener.name, "/berkas/"]

    pages = [get(auditor, "screening_queue", bagian=drawer) for drawer in ("menunggu", "diperiksa", "kedua")]
    page = get(auditor, "screening_file", file.number)

    for answer in [*pages, page]:
        text = answer.content.decode()
        assert [secret for secret in secrets if secret in text] == []
        assert "Belum Dikirim" not in text
    reader = f"Pemeriksa administrasi {str(scene.screener.uuid)[:8]}"
    assert f"{reader}, pembacaan ke-1 atas kiriman ke-1" in words(page)
    assert file.submissions.get().sha256 in words(page)
    assert file.number in words(pages[2])
    hidden = get(auditor, "screening_queue", bagian="kedua", q=ikm.name)
    assert (hidden.context["queue"].counts.total(), file.number in words(hidden)) == (0, False)
    documents = [photo.document for photo in file.product.photos.all()] + [p.document for p in ikm.permits.all()]
    assert {opened(auditor, document) for document in documents if document} == {404}


def test_who_is_auditor_and_secretariat_sees_as_the_secretariat(scene):
    file = scene.at(S.SUBMITTED)
    grant_role(scene.secretariat, Role.AUDITOR, by="system:tests", now=scene.now)
    assert file.ikm.name in words(get(signed_in(scene, "secretariat"), "screening_file", file.number))


def test_a_file_costs_few_queries_whoever_has_read_it(screener, scene, file, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        get(screener, "screening_file", file.number)
    scene.read(file, outcome="fail", by="second_screener")
    with django_assert_max_num_queries(12):
        get(screener, "screening_file", file.number)
    scene.read(file, outcome="pass")
    with django_assert_max_num_queries(12):
        get(screener, "screening_file", file.number)
