"""An owner registers: questions in the address, an account, a draft, and no word about others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hashers
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from awards.models import Nomination, Window
from awards.pages.owner.edition_notice import opening
from awards.pages.owner.forms.registration import Answers
from awards.pages.owner.views.registration import BY_ADDRESS, BY_NUMBER, TAKEN
from ikm.models import Ikm
from ovop_portal.accounts.limits import within_limits
from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import change_password
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import DoneOperation, Event
from ovop_portal.notifications.models import Notice
from regions.models import Office
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
ANSWERS = {"komoditi": "kain_tenun", "sentra": "ya", "provinsi": "51", "daerah": "51.07", "nib": "ya"}
CHECK, ACCOUNT, DONE = "/daftar/kelayakan/", "/daftar/akun/", "/daftar/selesai/"
PASSWORD = "benang emas dan kapas"
GIVEN = {
    "nama": "Ni Komang Ayu",
    "telepon": "0812 3450-0001",
    "usaha": "Tenun Ayu",
    "produk": "Selendang",
    "sandi": PASSWORD,
    "setuju": "on",
}


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_belum_tahu_is_an_answer_that_leaves_the_sentra_to_the_dinas(scene: Scene, client: Client) -> None:
    page = client.get(ACCOUNT, ANSWERS | {"sentra": "tidak_tahu"})

    client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], filled(page, **GIVEN))

    assert Ikm.objects.get(name="Tenun Ayu").sentra_by_office


# --- The start ----------------------------------------------------------------------------------------------------------


def test_the_start_says_until_when_and_what_to_prepare(scene: Scene, client: Client) -> None:
    page = words(client.get("/daftar/"))

    assert all(
        part in page
        for part in (
            "Pendaftaran sedang dibuka",
            "Pendaftaran tidak dipungut biaya. Perlu sekitar 30 menit, boleh dicicil.",
            "Cek kelayakan",
            "Sertifikat halal",
            "Nomor Induk Berusaha (NIB)",
        )
    )


@pytest.mark.parametrize(
    ("opens", "closes", "says"),
    [(10, 20, "Pengusulan dibuka "), (-20, -10, "Pengusulan sudah ditutup"), (-1, 1, "Pendaftaran sedang dibuka")],
)
def test_the_start_knows_the_calendar(scene: Scene, client: Client, opens: int, closes: int, says: str) -> None:
    moment = scene.now
    Window.objects.filter(kind="nomination").update(
        opens_at=moment + timedelta(days=opens), closes_at=moment + timedelta(days=closes)
    )

    assert says in words(client.get("/daftar/"))


def test_before_the_first_edition_there_is_still_a_page(client: Client, db: None) -> None:
    assert opening(now()) is None
    assert "Belum ada penyelenggaraan" in words(client.get("/daftar/"))


def test_the_next_edition_comes_before_the_last_one(scene: Scene) -> None:
    from tests.scene import open_the_edition

    moment = scene.now
    Window.objects.filter(edition=scene.edition).update(
        opens_at=moment - timedelta(days=20), closes_at=moment - timedelta(days=10)
    )
    later = open_the_edition(2028, moment)
    Window.objects.filter(edition=later).update(
        opens_at=moment + timedelta(days=10), closes_at=moment + timedelta(days=20)
    )

    found = opening(moment)
    assert found is not None
    assert (found.edition, found.is_ahead, found.is_open) == (later, True, False)


# --- The questions ------------------------------------------------------------------------------------------------------


def test_the_questions_come_one_by_one_and_lead_to_the_account(scene: Scene, client: Client) -> None:
    given: dict[str, str] = {}
    titles = []
    for step, answer in ANSWERS.items():
        response = client.get(CHECK, given)
        titles.append(response.context["form"].fields[step].label)
        assert response.status_code == 200
        given[step] = answer
    last = client.get(CHECK, given)

    assert titles == [
        "Apa produk utama usaha Anda?",
        "Apakah usaha Anda berada di sentra IKM?",
        "Di provinsi mana usaha Anda?",
        "Di kabupaten atau kota mana?",
        "Apakah usaha Anda memiliki NIB?",
    ]
    assert last["Location"] == f"{ACCOUNT}?komoditi=kain_tenun&sentra=ya&provinsi=51&daerah=51.07&nib=ya"


def sent_again(page: Any, **changed: str) -> dict[str, str]:
    """What the browser sends from the page of a question: what stands in it, and what was changed."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    form = page.context["form"]
    [step] = form.fields
    return {name: value for name, value in hidden if value} | {step: form[step].value() or ""} | changed


def back(client: Client, page: Any) -> Any:
    [way] = re.findall(r'href="(?:/daftar/kelayakan/)?(\?[^"]*ubah=[^"]*)"', page.content.decode())[:1]
    return client.get(CHECK + way.replace("&amp;", "&"))


def test_going_back_finds_each_answer_and_loses_none(scene: Scene, client: Client) -> None:
    page = client.get(ACCOUNT, ANSWERS)
    for step in reversed(ANSWERS):
        page = back(client, page)
        form = page.context["form"]
        assert (page.status_code, list(form.fields), form[step].value()) == (200, [step], ANSWERS[step])
        assert "Kesalahan" not in words(page)

    assert client.get(CHECK, sent_again(page))["Location"] == f"{ACCOUNT}?" + "&".join(
        f"{step}={answer}" for step, answer in ANSWERS.items()
    )


def test_an_answer_that_no_longer_fits_is_asked_for_without_blame_and_the_ones_after_it_stay(
    scene: Scene, client: Client
) -> None:
    page = client.get(CHECK, ANSWERS | {"ubah": "provinsi"})
    moved = client.get(CHECK, sent_again(page, provinsi="33"))
    assert (moved.status_code, list(moved.context["form"].fields)) == (200, ["daerah"])

    unanswered = client.get(CHECK, sent_again(moved, daerah=""))
    assert unanswered.status_code == 422
    assert "Pilih kabupaten atau kota" in words(unanswered)

    last = client.get(CHECK, sent_again(unanswered, daerah="33.75"))
    assert last["Location"] == f"{ACCOUNT}?komoditi=kain_tenun&sentra=ya&provinsi=33&daerah=33.75&nib=ya"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"komoditi": ""}, "Pilih produk utama usaha Anda"),
        ({"komoditi": "emas"}, "Pilih produk utama usaha Anda"),
        ({"komoditi": "kain_tenun", "sentra": ""}, "Pilih Ya, Belum tahu, atau Tidak"),
        ({**ANSWERS, "provinsi": "99"}, "Pilih provinsi"),
        ({**ANSWERS, "daerah": "33.75"}, "Pilih kabupaten atau kota"),
        ({**ANSWERS, "nib": "mungkin"}, "Pilih Ya, Sedang diurus, atau Belum"),
    ],
)
def test_a_question_without_a_proper_answer_comes_back(
    scene: Scene, client: Client, query: dict[str, str], sentence: str
) -> None:
    response = client.get(CHECK, query)

    assert response.status_code == 422
    assert sentence in words(response)


def test_not_knowing_hinders_nobody() -> None:
    assert Answers({**ANSWERS, "sentra": "tidak_tahu", "nib": "diurus"}).hindrances == []
    assert Answers({**ANSWERS, "komoditi": "lainnya", "sentra": "tidak", "nib": "belum"}).hindrances == [
        "komoditi",
        "sentra",
        "nib",
    ]


def test_not_yet_is_a_page_that_says_what_is_missing_and_whom_to_ask(scene: Scene, client: Client) -> None:
    response = client.get(CHECK, {**ANSWERS, "sentra": "tidak", "nib": "belum"})

    page = words(response)
    assert response.status_code == 200
    assert all(
        part in page
        for part in (
            "Usaha Anda belum bisa diusulkan",
            "Usaha di dalam sentra",
            "oss.go.id",
            "Dinas Perindustrian Kab. Karangasem",
        )
    )
    assert "Produk dari salah satu kelompok komoditi" not in page
    assert "Buat akun" not in page


def test_the_place_to_ask_never_lacks_a_contact(scene: Scene, client: Client) -> None:
    def asked(code: str = "") -> str:
        given = {**ANSWERS, "sentra": "tidak"} | ({"daerah": code} if code else {})
        return client.get(CHECK, given).content.decode().split("Tempat bertanya")[1]

    office = Office.objects.get(regency=scene.regency)
    Office.objects.filter(pk=office.pk).update(phone="", email="")
    assert f"mailto:{settings.CONTACT_EMAIL}" in asked()
    Office.objects.filter(pk=office.pk).update(phone="+62363211234", email="dinas@contoh.test")
    assert ("tel:+62363211234" in asked(), "mailto:dinas@contoh.test" in asked()) == (True, True)
    assert settings.CONTACT_EMAIL not in asked()
    Office.objects.filter(pk=office.pk).update(is_active=False)
    assert f"mailto:{settings.CONTACT_EMAIL}" in asked()


def test_who_only_lacks_a_nib_may_begin(scene: Scene, client: Client) -> None:
    query = {**ANSWERS, "nib": "belum"}

    assert "Buat akun dan siapkan berkas" in words(client.get(CHECK, query))
    assert client.get(ACCOUNT, query).status_code == 200
    assert client.get(ACCOUNT, {**ANSWERS, "sentra": "tidak"})["Location"].startswith(CHECK)
    assert client.get(ACCOUNT)["Location"].startswith(CHECK)


def test_a_question_costs_little(scene: Scene, client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        client.get(CHECK, {name: ANSWERS[name] for name in ("komoditi", "sentra", "provinsi", "daerah")})


# --- The account --------------------------------------------------------------------------------------------------------


def register(client: Client, query: dict[str, str] | None = None, **changes: Any) -> Any:
    path = ACCOUNT + "?" + "&".join(f"{name}={value}" for name, value in (query or ANSWERS).items())
    return client.post(path, filled(client.get(path), **(GIVEN | changes)))


def go_on(client: Client) -> Any:
    """The page after registering, and its button."""
    return client.post(DONE)


def shown(client: Client, **changes: Any) -> tuple[Any, ...]:
    """What somebody sees who registers: statuses, addresses, the page without its number and token, the names of the cookies."""
    response = register(client, **changes)
    page = client.get(response["Location"])
    text = re.sub(r"0812-[0-9-]+", "", " ".join(strip_tags(page.content.decode()).split()))
    return response.status_code, response["Location"], page.status_code, text, sorted(client.cookies)


def test_an_owner_gets_account_firm_draft_and_goes_on_without_typing_again(scene: Scene, client: Client) -> None:
    assert register(client)["Location"] == DONE
    response = go_on(client)

    owner, ikm = User.objects.get(phone="+6281234500001"), Ikm.objects.get(name="Tenun Ayu")
    nomination = Nomination.objects.get(ikm=ikm)
    assert response["Location"] == reverse("awards:tasks", args=[nomination.number])
    assert (nomination.state, nomination.product.name, ikm.regency_id, ikm.owner_name) == (
        "draft",
        "Selendang",
        "51.07",
        "Ni Komang Ayu",
    )
    assert client.session["_auth_user_id"] == str(owner.pk)
    page = words(client.get(response["Location"]))
    assert client.post(DONE)["Location"] == "/daftar/"
    assert "Masuklah lain kali dengan nomor 0812-3450-0001." in page
    assert "0 dari 9 bagian selesai" in page


def test_consent_and_privacy_name_everybody_who_reads_a_file(scene: Scene, client: Client) -> None:
    path = ACCOUNT + "?" + "&".join(f"{name}={value}" for name, value in ANSWERS.items())
    consent, privacy = words(client.get(path)), words(client.get("/privasi/"))

    assert "dinas kabupaten/kota dan dinas provinsi di daerah Anda, panitia, kurator, dan juri" in consent
    assert "dinas provinsi melihat usaha di wilayahnya, juga berkas yang belum dikirim" in privacy
    assert "Pemeriksa, kurator, dan juri melihat berkas yang dikirim" in privacy


def test_consent_is_on_record_with_its_words(scene: Scene, client: Client) -> None:
    register(client)

    owner = User.objects.get(phone="+6281234500001")
    event = Event.objects.get(kind="account.consented")
    assert (event.subject, event.actor, event.body) == (owner.actor, owner.actor, {"words": "2026-3"})


def test_the_account_asks_for_everything_in_our_words(scene: Scene, client: Client) -> None:
    response = register(client, nama="", telepon="0812", usaha="", produk="", sandi="pendek", setuju=None)

    assert response.status_code == 422
    assert {name: list(map(str, messages)) for name, messages in response.context["form"].errors.items()} == {
        "nama": ["Isi nama pemilik"],
        "telepon": ["Nomor WhatsApp harus 10 sampai 13 angka, misalnya 0812-3456-7890"],
        "usaha": ["Isi nama usaha"],
        "produk": ["Isi nama produk"],
        "sandi": ["Kata sandi harus paling sedikit 10 karakter"],
        "setuju": ["Beri tanda centang bila Anda setuju data Anda dipakai"],
    }
    assert not User.objects.filter(phone="+6281234500001").exists()


def test_a_number_that_has_an_account_ends_on_the_same_page_and_its_holder_is_told(scene: Scene) -> None:
    known, counts = scene.other_owner, (User.objects.count(), Ikm.objects.count())
    fresh = shown(Client())
    assert (User.objects.count(), Ikm.objects.count()) == (counts[0] + 1, counts[1] + 1)
    before = User.objects.count(), Ikm.objects.count(), known.password

    taken = shown(Client(), telepon=str(known.phone))
    shown(Client(), telepon=str(known.phone))

    known.refresh_from_db()
    assert taken == fresh
    assert (User.objects.count(), Ikm.objects.count(), known.password) == before
    assert list(Notice.objects.filter(recipient=known).values_list("kind", flat=True)) == ["accounts.registered_again"]


def test_going_on_with_a_number_that_has_an_account_leads_to_signing_in_with_the_number_filled_in(
    scene: Scene, client: Client
) -> None:
    register(client, telepon=str(scene.other_owner.phone))

    response = go_on(client)
    page = client.get(response["Location"])

    assert response["Location"] == "/masuk/?next=%2Fusulan%2F"
    assert "_auth_user_id" not in client.session
    assert page.context["form"].initial["login"].replace("-", "").endswith(str(scene.other_owner.phone)[3:])
    hint = "Bila nomor ini pernah didaftarkan, yang berlaku kata sandi yang dahulu."
    assert hint in words(page)
    told = " ".join(strip_tags(page.content.decode()).split())
    assert "Tidak ingat kata sandi yang dahulu? Pulihkan kata sandi" in told
    # It stays for as long as they try, on this page and on the next visit.
    tried = client.post("/masuk/", {"login": str(scene.other_owner.phone), "password": "bukan-kata-sandinya"})
    assert (tried.status_code, hint in words(tried)) == (422, True)
    assert hint in words(client.get("/masuk/"))
    assert hint not in words(Client().get("/masuk/"))


def test_who_registers_again_with_the_password_of_the_account_is_let_in(scene: Scene, client: Client) -> None:
    register(Client())
    register(client)

    draft = Nomination.objects.get(ikm__name="Tenun Ayu")
    assert go_on(client)["Location"] == f"/usulan/{draft.number}/"
    assert client.session["_auth_user_id"] == str(User.objects.get(phone="+6281234500001").pk)
    assert Ikm.objects.filter(name="Tenun Ayu").count() == 1


def test_registering_is_no_door_for_guesses_at_a_password_nor_past_an_officers_sign_in(scene: Scene) -> None:
    officer = scene.secretariat
    officer.set_password(PASSWORD)
    officer.save()
    client = Client()
    register(client, telepon=str(officer.phone))
    assert go_on(client)["Location"].startswith("/masuk/")

    for _ in range(5):
        guess = Client()
        register(guess, telepon=str(scene.owner.phone), sandi="tebakan yang salah")
        go_on(guess)

    assert Client().post("/masuk/", {"login": str(scene.owner.phone), "password": "apa saja ya"}).status_code == 429


def test_the_time_of_a_password_passes_once_either_way(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def counting(encode: Any) -> Any:
        def counted_encode(self: Any, *args: Any, **kwargs: Any) -> Any:
            counted.append(type(self).__name__)
            return encode(self, *args, **kwargs)

        return counted_encode

    for hasher in get_hashers():
        monkeypatch.setattr(type(hasher), "encode", counting(type(hasher).encode))

    times = []
    for number in ("0812-3450-0001", str(scene.other_owner.phone)):
        counted.clear()
        register(Client(), telepon=number)
        times.append(len(counted))

    assert times == [1, 1]


def test_an_address_is_optional_and_opens_the_account_when_given(scene: Scene, client: Client) -> None:
    register(client, surel="Ayu@Contoh.test")

    owner = User.objects.get(phone="+6281234500001")
    assert owner.email == "ayu@contoh.test"
    again = Client().post("/masuk/", {"login": "ayu@contoh.test", "password": GIVEN["sandi"]})
    assert again.status_code == 302


def test_an_address_that_is_anothers_is_left_out_and_both_are_told(scene: Scene, client: Client) -> None:
    other = scene.other_owner

    assert shown(client, surel=str(other.email).upper()) == shown(Client(), telepon="0812-3450-0002")

    owner = User.objects.get(phone="+6281234500001")
    assert owner.email is None
    told = Notice.objects.order_by("pk").values_list("recipient", "kind")
    assert list(told.filter(kind__startswith="accounts.")) == [
        (other.pk, "accounts.registered_again"),
        (owner.pk, "accounts.address_left_out"),
    ]


def test_a_double_tap_makes_one_account_and_lets_both_in(scene: Scene, client: Client) -> None:
    path = ACCOUNT + "?" + "&".join(f"{name}={value}" for name, value in ANSWERS.items())
    sent = filled(client.get(path), **GIVEN)
    first = client.post(path, sent)
    twin = Client()
    second = twin.post(path, sent)

    assert first["Location"] == second["Location"] == DONE
    assert go_on(client)["Location"] == go_on(twin)["Location"]
    assert Ikm.objects.filter(name="Tenun Ayu").count() == 1
    assert twin.session["_auth_user_id"] == client.session["_auth_user_id"]


def test_a_repeat_with_another_password_opens_no_account(scene: Scene, client: Client) -> None:
    """The password is no part of the form's fingerprint (a quick hash of it would lie in a table), so it is asked of the account itself."""
    path = ACCOUNT + "?" + "&".join(f"{name}={value}" for name, value in ANSWERS.items())
    sent = filled(client.get(path), **GIVEN)
    client.post(path, sent)
    stranger = Client()
    stranger.post(path, {**sent, "sandi": "kata sandi tebakan"})

    assert go_on(stranger)["Location"].startswith("/masuk/")
    assert "_auth_user_id" not in stranger.session


def test_a_used_key_tells_nothing_of_the_number_either(scene: Scene) -> None:
    path = ACCOUNT + "?" + "&".join(f"{name}={value}" for name, value in ANSWERS.items())
    answers = []
    for number in ("0812-3450-0001", str(scene.other_owner.phone)):
        client = Client()
        sent = filled(client.get(path), **(GIVEN | {"telepon": number}))
        client.post(path, sent)
        again = client.post(path, sent | {"usaha": "Nama lain"})
        answers.append((again.status_code, again.context["form"].non_field_errors()))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "/usulan/" not in str(answers)
    # Nor does what is kept of the forms.
    assert list(DoneOperation.objects.values_list("response", flat=True)) == [{"answered": True}] * 2


def test_while_no_edition_is_open_the_firm_is_kept_without_a_draft(scene: Scene, client: Client) -> None:
    Window.objects.filter(kind="nomination").update(
        opens_at=scene.now + timedelta(days=3), closes_at=scene.now + timedelta(days=9)
    )

    register(client)

    assert go_on(client)["Location"] == "/usulan/"
    assert "Usaha Anda sudah tercatat" in words(client.get("/usulan/"))
    assert not Nomination.objects.filter(ikm__name="Tenun Ayu").exists()


def test_who_is_signed_in_needs_no_second_account(scene: Scene, client: Client) -> None:
    client.force_login(scene.owner)

    assert client.get(ACCOUNT, ANSWERS)["Location"] == "/daftar/"
    assert "Anda sudah masuk sebagai Ni Wayan Sari" in words(client.get("/daftar/"))


def test_too_many_accounts_from_one_number_must_wait(scene: Scene, client: Client) -> None:
    register(client)
    statuses = [register(Client()).status_code for _try in range(BY_NUMBER.most)]

    assert statuses == [302] * (BY_NUMBER.most - 1) + [429]


def test_an_address_that_walks_through_numbers_hears_no_more_who_is_let_in_and_keeps_nobody_out(
    scene: Scene, client: Client
) -> None:
    for _ in range(20):
        within_limits(TAKEN.of("127.0.0.1"))

    taken, fresh = Client(), client
    register(taken, telepon=str(scene.other_owner.phone))
    register(fresh)

    assert go_on(taken)["Location"] == go_on(fresh)["Location"] == "/masuk/?next=%2Fusulan%2F"
    assert User.objects.filter(phone="+6281234500001").exists()


def test_a_page_that_stays_open_after_registering_opens_nothing_later(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, shared = Client(), Client()
    register(left)
    user = User.objects.get(phone="+6281234500001")
    register(shared)
    change_password(user, "tenun-gringsing-baru-2026", by=user, now=now())
    assert go_on(shared)["Location"].startswith("/masuk/")

    later = now() + timedelta(minutes=11)
    monkeypatch.setattr("awards.pages.owner.views.registration.read_clock", lambda: later)
    assert go_on(left)["Location"].startswith("/masuk/")


def test_a_workshop_of_40_registers_from_one_address_within_five_minutes(scene: Scene) -> None:
    given = [{"telepon": f"0812 3450-{n:04}", "usaha": f"Tenun Ayu {n}"} for n in range(1, 41)]

    assert {register(Client(), **one).status_code for one in given} == {302}


def test_a_room_that_is_still_larger_waits_and_what_was_typed_stays_on_the_page(scene: Scene, client: Client) -> None:
    for _ in range(BY_ADDRESS.most):
        within_limits(BY_ADDRESS.of("127.0.0.1"))

    answer = register(client)

    assert (answer.status_code, answer.context["form"]["usaha"].value()) == (429, "Tenun Ayu")
    assert "Isian Anda masih ada di halaman ini" in words(answer)


def test_a_password_like_the_own_number_is_refused_at_its_field(scene: Scene, client: Client) -> None:
    answer = register(client, telepon="0812-3450-0077", sandi="081234500077")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["sandi"]


def test_forged_fields_change_nothing(scene: Scene, client: Client) -> None:
    register(client, state="determined", regency="33.75", is_staff="on", role="secretariat", owner="1")

    owner = User.objects.get(phone="+6281234500001")
    assert (owner.is_staff, list(owner.memberships.values_list("role", flat=True))) == (False, ["owner"])
    assert Nomination.objects.get(ikm__name="Tenun Ayu").state == "draft"
