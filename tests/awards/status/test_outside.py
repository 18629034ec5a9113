"""How far a file is, told outside: whose turn, since when, and nothing of a result before its hour."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from awards.models import Award, EntryKind, Milestone, Nomination, Window, WindowKind
from awards.operations import candidates, outcome, sending
from awards.operations.programme import change_consent
from awards.states import ENDED
from awards.states import NominationState as S
from awards.status.outside import OUTSIDE, inside_tag, journey, outside_tag, tag_at
from awards.status.waiting import waiting
from ikm.models import Ikm
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.awards.editions import again, following
from tests.scene import Scene, document, mended, open_the_edition
from tests.support import second_person
from tests.support.forms import filled
from tests.support.second_person import disqualify
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def award(scene: Scene) -> Award:
    return scene.award()


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def status(client: Client, nomination: Nomination) -> Any:
    return client.get(f"/usulan/{nomination.number}/status/")


def thread(nomination: Nomination, *, published: bool = False) -> list[tuple[str, str]]:
    return [
        (step.name, step.state) for step in journey(nomination, list(nomination.milestones.all()), published=published)
    ]


# --- Words of the state -------------------------------------------------------------------------------------------------


def test_every_state_has_words_outside_and_inside() -> None:
    assert set(OUTSIDE) == set(S) - {S.DETERMINED}
    assert {inside_tag(state).code for state in S} == {state.value for state in S}


def test_a_draft_is_told_lapsed_once_the_printed_minute_of_the_window_is_over(scene: Scene) -> None:
    draft, closes_at = scene.draft(), scene.edition.end_of(WindowKind.NOMINATION)
    assert closes_at is not None
    end = closes_at.replace(second=0, microsecond=0)

    hours = [end, end + timedelta(seconds=59), end + timedelta(minutes=1)]
    assert [tag_at(draft, hour, closes_at=end, stars=None).code for hour in hours] == [
        "draft",
        "draft",
        "not_submitted",
    ]
    assert tag_at(draft, hours[-1], closes_at=None, stars=None).code == "draft"


def test_stars_are_told_from_the_hour_of_the_publication_and_not_before(scene: Scene, award: Award) -> None:
    nomination = Nomination.objects.select_related("edition__scheme", "edition__publication").get(award=award)
    hour = nomination.edition.publication.visible_from

    told = [tag_at(nomination, now, closes_at=None, stars=award.stars) for now in (hour - timedelta(seconds=1), hour)]

    assert [tag.code for tag in told] == ["in_assessment", "awarded"]


def test_a_determined_file_is_told_as_before_until_it_is_published(scene: Scene) -> None:
    nomination = scene.at(S.IN_ASSESSMENT)
    before = outside_tag(nomination, published=False, closed=False)
    nomination.state = S.DETERMINED

    assert outside_tag(nomination, published=False, closed=False) == before
    assert outside_tag(nomination, published=True, closed=True).code == "not_awarded"


def test_the_thread_of_a_new_file(scene: Scene) -> None:
    assert thread(scene.at(S.DRAFT)) == [
        ("Pengisian berkas", "now"), ("Dikirim", "later"), ("Diusulkan dinas", "later"), ("Seleksi administrasi", "later"),
        ("Penilaian juri", "later"), ("Pengumuman", "later"),
    ]  # fmt: skip
    assert thread(scene.at(S.SCREENING))[:3] == [
        ("Dikirim", "done"),
        ("Diusulkan dinas", "done"),
        ("Seleksi administrasi", "now"),
    ]


def test_a_file_that_is_back_with_its_owner_was_sent_and_is_being_mended(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)

    assert thread(nomination)[:3] == [("Dikirim", "done"), ("Perbaikan berkas", "now"), ("Diusulkan dinas", "later")]
    [mending] = [row for row in status(owner, nomination).context["thread"] if row["state"] == "now"]
    assert (mending["name"], mending["note"]) == ("Perbaikan berkas", "Berkas ada di Anda")


def test_whoever_prepares_the_answer_to_the_screeners_the_file_was_nominated(scene: Scene) -> None:
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    answering = [("Dikirim", "done"), ("Diusulkan dinas", "done"), ("Melengkapi dokumen", "now")]
    found = [thread(nomination)[:3]]
    sending.return_to_owner([nomination], [("foto", "Gelap")], by=scene.dinas_operator, now=scene.now)
    found.append(thread(nomination)[:3])

    assert found == [answering, answering]


def test_the_thread_of_a_holder(scene: Scene, award: Award) -> None:
    later = open_the_edition(2028, scene.now, previous=scene.edition)
    [invited] = candidates.invite_holders([award], later, by=scene.secretariat, now=scene.now)

    assert thread(invited) == [
        ("Jawaban undangan", "now"),
        ("Undangan diterima", "later"),
        ("Penilaian juri", "later"),
        ("Pengumuman", "later"),
    ]
    assert thread(award.nomination, published=True)[-1] == ("Pengumuman", "done")


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("answer_by", [None, datetime(2026, 6, 8, tzinfo=UTC)], ids=["", "answering"])
@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("entry", list(EntryKind))
def test_every_file_stands_somewhere_on_its_way(
    entry: EntryKind, state: S, answer_by: datetime | None, published: bool
) -> None:
    nomination = Nomination(entry=entry, state=state, answer_by=answer_by)
    codes = {"sent", "nominated", "passed", "accepted", "awarded", "failed", "disqualified"}
    news = [Milestone(code=code, at=datetime(2026, 6, 1, tzinfo=UTC)) for code in sorted(codes)]
    over = state in ENDED and (published or state != S.DETERMINED)

    for milestones in ([], news):
        steps = journey(nomination, milestones, published=published)
        assert [step.state for step in steps].count("now") == (0 if over else 1)
        assert [step.date is None for step in steps if step.state == "later"] == [True] * len(
            [step for step in steps if step.state == "later"]
        )


def test_a_disqualified_holder_reads_where_the_way_ended(scene: Scene, award: Award, owner: Client) -> None:
    later = following(scene)
    holder = again(later, award)
    disqualify([holder], "Usaha sudah tutup", by=scene.secretariat, now=scene.now)

    own, public = status(owner, holder), look_up(Client(), holder.number, "7890")
    assert [response.status_code for response in (own, public)] == [200, 200]
    for response in (own, public):
        assert [(row["name"], row["state"]) for row in response.context["thread"]] == [
            ("Undangan diterima", "done"),
            ("Digugurkan panitia", "done"),
        ]


def test_a_draft_whose_time_ran_out_is_on_no_way(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    close(scene)

    assert [row["name"] for row in status(owner, nomination).context["thread"]] == ["Tidak dikirim sampai batas waktu"]


def close(scene: Scene) -> None:
    """The time for nominations ran out a minute ago."""
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=scene.now - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("state", "open_words", "closed_words"),
    [
        (S.DRAFT, "draft", "not_submitted"),
        (S.RETURNED_TO_OWNER, "returned_by_agency", "not_submitted"),
        (S.WITH_OFFICE, "awaiting_agency", "awaiting_agency"),
        (S.READY, "ready_to_nominate", "ready_to_nominate"),
        (S.SUBMITTED, "nominated", "nominated"),
        (S.WITHDRAWN, "withdrawn", "withdrawn"),
    ],
)
def test_a_file_that_its_owner_did_not_send_in_time_is_told_so(
    scene: Scene, state: str, open_words: str, closed_words: str
) -> None:
    nomination = scene.at(state)

    assert [outside_tag(nomination, published=False, closed=closed).code for closed in (False, True)] == [
        open_words,
        closed_words,
    ]


def test_a_file_that_the_screeners_sent_back_has_a_day_of_its_own(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    sending.return_to_owner([nomination], [("foto", "Gelap")], by=scene.dinas_operator, now=scene.now)
    close(scene)

    assert outside_tag(nomination, published=False, closed=True).code == "returned_by_agency"
    assert "Perlu diperbaiki" in words(status(owner, nomination))


def test_a_window_that_has_not_begun_is_not_over(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    Window.objects.filter(kind="nomination").update(opens_at=scene.now + timedelta(days=1))

    assert status(owner, nomination).context["file"].tag.code == "draft"


def test_everybody_reads_the_same_about_a_draft_that_was_not_sent(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    close(scene)
    dinas, province, stranger = Client(), Client(), Client()
    dinas.force_login(scene.dinas_operator)
    province.force_login(scene.province_officer)

    found = {
        "home": owner.get("/usulan/"),
        "status": status(owner, nomination),
        "lookup": look_up(stranger, nomination.number, "7890"),
        "desk": dinas.get("/dinas/"),
        "review": dinas.get(f"/dinas/berkas/{nomination.number}/"),
        "province": province.get("/provinsi/"),
    }
    assert {name: "Tidak dikirim sampai batas waktu" in words(page) for name, page in found.items()} == dict.fromkeys(
        found, True
    )
    assert {name for name, page in found.items() if ">Draf</span>" in page.content.decode()} == set()


def held(nomination: Nomination, *, published: bool = False) -> str:
    return waiting(nomination, list(nomination.milestones.all()), published=published, now=nomination.changed_at).holder


def test_a_file_is_always_in_somebody_s_hands(scene: Scene) -> None:
    states = [
        S.DRAFT,
        S.WITH_OFFICE,
        S.RETURNED_TO_OWNER,
        S.READY,
        S.SUBMITTED,
        S.SCREENING,
        S.RETURNED_TO_OFFICE,
        S.PASSED,
        S.IN_ASSESSMENT,
    ]

    assert [held(scene.at(state)) for state in states] == [
        "owner", "office", "owner", "office", "ministry", "ministry", "office", "ministry", "jury",
    ]  # fmt: skip
    # What an owner would do, the dinas does where no account has the firm.
    returned = scene.at(S.RETURNED_TO_OWNER)
    assert waiting(returned, [], published=False, now=scene.now, has_owner=False).holder == "office"
    assert {held(scene.at(state)) for state in (S.NOT_NOMINATED, S.FAILED, S.WITHDRAWN)} == {"nobody"}


def test_the_hour_since_which_it_lies_there_is_the_first_of_the_stay(scene: Scene) -> None:
    nomination, start = scene.draft(), scene.now
    sending.send_to_office([nomination], by=scene.owner, now=start)
    sending.return_to_owner([nomination], [("foto", "Gelap")], by=scene.dinas_operator, now=start + timedelta(hours=1))
    sending.send_to_office([nomination], mended(nomination), by=scene.owner, now=start + timedelta(hours=2))
    sending.mark_ready([nomination], by=scene.dinas_operator, now=start + timedelta(hours=3))

    # Made ready does not begin the stay at the dinas anew; having been away does.
    found = waiting(nomination, list(nomination.milestones.all()), published=False, now=start)
    assert (found.holder, found.since) == ("office", start + timedelta(hours=2))


def test_the_latest_day_of_news_is_the_end_of_the_stage(scene: Scene) -> None:
    ends = dict(Window.objects.filter(edition=scene.edition).values_list("kind", "closes_at"))
    news = {
        state: waiting(scene.at(state), [], published=False, now=scene.now).news_by
        for state in (S.DRAFT, S.WITH_OFFICE, S.SCREENING, S.IN_ASSESSMENT)
    }

    assert news == {
        S.DRAFT: None,
        S.WITH_OFFICE: ends["nomination"],
        S.SCREENING: ends["screening"],
        S.IN_ASSESSMENT: ends["plenary"],
    }
    assert (
        waiting(scene.at(S.WITH_OFFICE), [], published=False, now=max(ends.values()) + timedelta(minutes=1)).news_by
        is None
    )


# --- The page -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "tag", "parts"),
    [
        (S.DRAFT, "Draf", ["Yang perlu Anda lakukan", "Semua bagian sudah terisi. Periksa, lalu kirim ke dinas.", "Berkas ada di Anda"]),
        (S.WITH_OFFICE, "Menunggu pemeriksaan dinas", ["Tidak ada yang perlu Anda lakukan saat ini", "Kabar berikutnya paling lambat", "Berkas di Dinas Perindustrian Kab. Karangasem sejak"]),
        (S.RETURNED_TO_OWNER, "Perlu diperbaiki", ["1 perbaikan diminta dinas.", "Foto detail masih gelap", "Batas:"]),
        (S.READY, "Siap diusulkan", ["Berkas diperiksa dinas dan siap diusulkan"]),
        (S.NOT_NOMINATED, "Tidak diusulkan", ["Belum diusulkan dinas pada penyelenggaraan ini", "Bukan produk sentra", "hubungi Dinas Perindustrian"]),
        (S.SUBMITTED, "Sudah diusulkan", ["Berkas di Direktorat Jenderal IKMA, Kementerian Perindustrian sejak"]),
        (S.SCREENING, "Seleksi administrasi", ["Seleksi administrasi dimulai"]),
        (S.RETURNED_TO_OFFICE, "Perlu melengkapi dokumen", ["Catatan panitia untuk dinas", "Keputusan sentra tidak terbaca"]),
        (S.PASSED, "Lolos administrasi", ["Lolos seleksi administrasi"]),
        (S.FAILED, "Tidak lolos administrasi", ["Belum lolos seleksi administrasi", "Keputusan sentra tidak terbaca"]),
        (S.IN_ASSESSMENT, "Dalam penilaian", ["Berkas di dewan juri sejak"]),
        (S.WITHDRAWN, "Ditarik", ["Pengajuan ditarik", "Pemilik sakit"]),
    ],
)  # fmt: skip
def test_the_status_page_says_where_the_file_is(
    scene: Scene, owner: Client, state: str, tag: str, parts: list[str]
) -> None:
    response = status(owner, scene.at(state))

    page = words(response)
    assert f">{tag}</span>" in response.content.decode()
    assert [part for part in parts if part not in page] == []


def test_a_way_that_ended_stops_where_it_ended(scene: Scene, owner: Client) -> None:
    withdrawn, failed = scene.bring(S.WITHDRAWN, S.FAILED)

    assert [row["name"] for row in status(owner, withdrawn).context["thread"]] == ["Ditarik"]
    assert [(row["name"], row["state"]) for row in status(owner, failed).context["thread"]] == [
        ("Dikirim", "done"), ("Diusulkan dinas", "done"), ("Tidak lolos administrasi", "done"),
    ]  # fmt: skip


def test_a_disqualified_file_tells_its_reason(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.PASSED)
    disqualify([nomination], "Dokumen dipalsukan", by=scene.secretariat, now=scene.now)

    page = words(status(owner, nomination))
    assert "Dokumen dipalsukan" in page
    assert "Digugurkan panitia" in page
    assert "Tidak lolos administrasi" not in page


def test_after_the_deadline_the_owner_is_told_that_the_file_is_kept(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    close(scene)

    page = words(status(owner, nomination))
    assert "Tidak dikirim sampai batas waktu" in page
    assert "Masa pengusulan sudah berakhir" in page
    assert "Berkas Anda tersimpan dan bisa dipakai lagi." in page


def test_the_deadline_is_told_in_the_zone_of_the_firm(scene: Scene, owner: Client) -> None:
    closes = datetime(scene.now.year + 1, 6, 30, 16, 59, 59, tzinfo=UTC)
    Window.objects.filter(kind="nomination").update(closes_at=closes)

    assert "pukul\u00a023.59\u00a0WIB (00.59\u00a0WITA, 1\u00a0Juli)" in status(owner, scene.draft()).content.decode()


def test_the_dinas_reads_the_same_page_without_being_asked(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)
    client.force_login(scene.dinas_operator)
    page = words(status(client, nomination))

    assert "Berkas ada di pemilik usaha" in page
    assert "Yang perlu Anda lakukan" not in page


# --- Results ------------------------------------------------------------------------------------------------------------


def test_an_award_is_told_with_decree_stars_and_certificate(scene: Scene, award: Award, owner: Client) -> None:
    waiting_page = words(status(owner, award.nomination))
    outcome.finish_certificate(
        award.in_force().certificate, document("awards.certificate", now=scene.now), by="system:tests", now=scene.now
    )
    response = status(owner, award.nomination)

    page = words(response)
    assert f"Selamat. {award.nomination.ikm.name} ditetapkan sebagai penerima OVOP 2026" in page
    assert "Bintang 3 dari 3 (2026)" in page
    assert "Nomor 3137 Tahun 2026" in page
    assert f'href="/v/{award.code}/"' in response.content.decode()
    assert "Piagam sedang dibuat" in waiting_page
    assert f"/piagam/{award.code}.pdf" in response.content.decode()


def without_stars(scene: Scene) -> Nomination:
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination, level=0)
    scene.decide(scene.sealed_tally())
    return nomination


def test_no_stars_are_told_as_not_yet(scene: Scene, owner: Client) -> None:
    nomination = without_stars(scene)
    scene.determine()
    scene.publish()

    page = words(status(owner, nomination))
    assert "belum menerima bintang pada 2026" in page
    assert "gagal" not in page.lower()
    assert "hubungi Dinas Perindustrian Kab. Karangasem" in page


def test_an_award_that_was_revoked_or_ended_says_so(scene: Scene, award: Award, owner: Client) -> None:
    second_person.revoke(
        award, decree_number="9/2027", date=scene.now.date(), reason="Usaha tutup", by=scene.secretariat, now=scene.now
    )

    response = status(owner, award.nomination)
    assert response.context["file"].tag.code == "revoked"
    assert "Usaha tutup" in words(response)


# --- Nothing before its hour --------------------------------------------------------------------------------------------

TOKENS = re.compile(rb'name="(?:csrfmiddlewaretoken|kunci)" value="[^"]*"')


def bytes_of(response: Any) -> tuple[int, bytes, dict[str, str]]:
    """What a reader gets, without the tokens and hours that differ with every page."""
    headers = {name: value for name, value in response.headers.items() if name not in ("Set-Cookie", "Expires")}
    return response.status_code, TOKENS.sub(b"", response.content), headers


def everything_an_owner_can_ask(client: Client, nomination: Nomination) -> dict[str, Any]:
    leaves = ["", "status/", "periksa/", "terkirim/", "tarik/", "profil/", "foto/", "sertifikat/", "usaha/"]
    pages = {leaf: bytes_of(client.get(f"/usulan/{nomination.number}/{leaf}")) for leaf in leaves}
    stranger = Client()
    form = filled(stranger.get("/status/"), with_name="nomor", nomor=nomination.number, angka="7890")
    return {
        **pages,
        "home": bytes_of(client.get("/usulan/")),
        "lookup": bytes_of(stranger.post("/status/", form)),
        "inbox": bytes_of(client.get("/kabar/")),
    }


@pytest.mark.parametrize("level", [0, -1], ids=["no stars", "three stars"])
def test_nothing_an_owner_can_ask_tells_a_result_before_it_is_published(
    scene: Scene, owner: Client, level: int
) -> None:
    nomination = scene.at(S.IN_ASSESSMENT)
    before = everything_an_owner_can_ask(owner, nomination)

    scene.score(nomination, level=level)
    scored = everything_an_owner_can_ask(owner, nomination)
    scene.decide(scene.sealed_tally())
    recommended = everything_an_owner_can_ask(owner, nomination)
    scene.determine()
    determined = everything_an_owner_can_ask(owner, nomination)

    assert {
        name for name in before if not before[name] == scored[name] == recommended[name] == determined[name]
    } == set()
    scene.publish()
    after = everything_an_owner_can_ask(owner, nomination)
    assert {"status/", "home", "lookup", "inbox"} <= {name for name in before if before[name] != after[name]}


def test_a_holder_s_receipt_does_not_tell_a_result_either(scene: Scene, award: Award, owner: Client) -> None:
    this = Scene(
        scene.now,
        open_the_edition(2028, scene.now, previous=scene.edition),
        scene.regency,
        scene.other_regency,
        scene.commodity,
        scene.people,
    )
    this.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    [invited] = candidates.invite_holders([award], this.edition, by=scene.secretariat, now=scene.now)
    sending.declare([invited], may_publish=True, by=scene.owner, now=scene.now)
    candidates.accept_invitation([invited], by=scene.owner, now=scene.now)
    invited.refresh_from_db()
    this.entry(invited)
    before = everything_an_owner_can_ask(owner, invited)

    this.score(invited)
    this.decide(this.sealed_tally())
    this.determine()

    assert everything_an_owner_can_ask(owner, invited) == before


# --- Without signing in -------------------------------------------------------------------------------------------------


def look_up(client: Client, number: str, digits: str) -> Any:
    return client.post("/status/", filled(client.get("/status/"), with_name="nomor", nomor=number, angka=digits))


def test_number_and_digits_open_the_status_without_names(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER, "Selendang Rahasia")
    Ikm.objects.filter(pk=nomination.ikm_id).update(name="Usaha Rahasia", owner_name="Nyonya Rahasia")

    response = look_up(client, nomination.number, "7890")

    page = words(response)
    assert response.status_code == 200
    assert "Perlu diperbaiki" in page
    assert "Menunggu pemilik usaha" in page
    assert "Rahasia" not in page
    assert "Foto detail masih gelap" not in page


@pytest.mark.parametrize("typed", ["ovop-2026-0001", "OVOP 2026 0001", "ovop2026-1", " OVOP–2026–0001 "])
def test_a_number_is_read_as_people_write_it(scene: Scene, client: Client, typed: str) -> None:
    scene.at(S.WITH_OFFICE)

    assert look_up(client, typed.replace("2026", str(scene.edition.year)), "7890").status_code == 200


def test_the_number_is_where_the_form_says_it_is(scene: Scene, client: Client) -> None:
    nomination = scene.draft()
    hint = client.get("/status/").context["form"]["nomor"].help_text
    client.force_login(scene.owner)

    assert "di bawah nama produk pada halaman Usaha saya" in hint
    assert nomination.number in client.get("/usulan/").content.decode()


def test_the_owner_s_own_number_will_do_too(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    User.objects.filter(pk=scene.owner.pk).update(phone="+6281355551234")

    assert look_up(client, nomination.number, "1234").status_code == 200
    assert (
        look_up(
            client, nomination.number, scene.dinas_operator.phone[-4:] if scene.dinas_operator.phone else "0000"
        ).status_code
        == 422
    )


def test_unknown_numbers_and_other_digits_get_the_same_words(
    scene: Scene, client: Client, django_assert_num_queries: Any
) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    answers = []
    for number, digits in ((nomination.number, "0000"), ("OVOP-2026-9999", "7890"), ("apa saja", "7890")):
        form = filled(client.get("/status/"), with_name="nomor", nomor=number, angka=digits)
        response = client.post("/status/", form)
        answers.append((response.status_code, response.context["form"].errors.get("__all__")))

    assert answers == [(422, ["Nomor dan 4 angka ini belum cocok. Periksa keduanya, lalu coba lagi"])] * 3


@pytest.mark.parametrize("digits", ["789", "78901", "abcd", "٧٨٩٠", ""])
def test_the_digits_are_four(scene: Scene, client: Client, digits: str) -> None:
    response = look_up(client, "OVOP-2026-0001", digits)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["angka"]


def test_trying_many_endings_for_one_file_must_wait(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    statuses = [look_up(client, nomination.number, f"{guess:04}").status_code for guess in range(6)]

    assert statuses == [422] * 5 + [429]
    # Another file from the same address is not locked out.
    assert look_up(client, scene.at(S.WITH_OFFICE).number, "7890").status_code == 200


def test_looking_up_costs_little(scene: Scene, client: Client, django_assert_max_num_queries: Any) -> None:
    nomination = scene.at(S.IN_ASSESSMENT)
    form = filled(client.get("/status/"), with_name="nomor", nomor=nomination.number, angka="7890")
    with django_assert_max_num_queries(8):
        assert client.post("/status/", form).status_code == 200


def test_milestones_are_the_news_newest_first(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.PASSED)
    news = [milestone.words for milestone in status(owner, nomination).context["file"].news]

    assert news == list(
        Milestone.objects.filter(nomination=nomination).order_by("-at", "-pk").values_list("words", flat=True)
    )


# --- What the catalogue shows -----------------------------------------------------------------------------------------


def test_an_owner_takes_the_consent_back_and_gives_it_again(scene: Scene, owner: Client) -> None:
    nomination = scene.award().nomination
    page = f"/usulan/{nomination.number}/tampilan/"
    assert page in status(owner, nomination).content.decode()

    for answer, shown in (("tidak", False), ("ya", True)):
        saved = owner.post(page, {"kunci": str(uuid4()), "tampilkan": answer})
        nomination.refresh_from_db()
        assert (saved.status_code, nomination.may_publish) == (302, shown)

    assert list(
        Event.objects.about(nomination.subject)
        .filter(kind="nomination.consent_changed")
        .values_list("body__may_publish", flat=True)
    ) == [True, False]


def test_the_dinas_does_not_show_what_the_owner_refused_and_each_is_told_of_the_other(
    scene: Scene, award: Award, owner: Client
) -> None:
    page, office = f"/usulan/{award.nomination.number}/tampilan/", Client()
    office.force_login(scene.dinas_operator)

    def answer(client: Client, answer: str) -> tuple[int, bool]:
        code = client.post(page, {"kunci": str(uuid4()), "tampilkan": answer}).status_code
        return code, Nomination.objects.get(pk=award.nomination_id).may_publish

    def heard(user: User) -> list[str]:
        kinds = Notice.objects.filter(recipient=user, kind__in=["awards.shown", "awards.not_shown"]).order_by("pk")
        return list(kinds.values_list("kind", flat=True))

    assert answer(owner, "tidak") == (302, False)
    assert answer(office, "ya") == (422, False)
    assert heard(scene.dinas_operator) == ["awards.not_shown"]
    # The dinas refuses too, and then the owner's word alone does not show it either.
    assert answer(office, "tidak") == (302, False)
    assert answer(owner, "ya") == (422, False)
    assert answer(office, "ya") == (422, False)


def test_the_dinas_narrows_what_the_owner_allowed_and_takes_its_own_refusal_back(
    scene: Scene, award: Award, owner: Client
) -> None:
    nomination = award.nomination
    change_consent([award], may_publish=False, by=scene.dinas_operator, now=scene.now)

    with pytest.raises(Refused):
        change_consent([award], may_publish=True, by=scene.owner, now=scene.now)
    change_consent([award], may_publish=True, by=scene.dinas_signer, now=scene.now + timedelta(minutes=1))

    nomination.refresh_from_db()
    told = Notice.objects.filter(recipient=scene.owner, kind__contains="shown").order_by("pk")
    assert (nomination.may_publish, nomination.owner_refuses, nomination.office_refuses) == (True, False, False)
    assert list(told.values_list("kind", flat=True)) == ["awards.not_shown_by_dinas", "awards.shown"]


def test_a_file_that_the_dinas_sends_for_its_owner_does_not_show_what_the_owner_refused(scene: Scene) -> None:
    nomination = scene.draft()
    sending.declare([nomination], may_publish=False, by=scene.owner, now=scene.now)

    with pytest.raises(Refused) as refused:
        sending.declare([nomination], may_publish=True, by=scene.dinas_operator, now=scene.now)

    assert [item.code for item in refused.value.missing] == ["refused"]
