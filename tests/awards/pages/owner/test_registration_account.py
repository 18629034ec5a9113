"""The account at the end of the questions: made once, with a draft, and telling nobody whether a number has one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hashers
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from awards.models import Nomination, Window
from awards.pages.owner.views.registration import BY_ADDRESS, BY_NUMBER, TAKEN
from ikm.models import Ikm
from ovop_portal.accounts.contact_codes import digits_of, waiting_for
from ovop_portal.accounts.limits import within_limits
from ovop_portal.accounts.models import Purpose, User
from ovop_portal.accounts.operations import change_password
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import DoneOperation, Event
from ovop_portal.notifications.models import Notice, Outbox
from tests.awards.pages.owner.registering import ACCOUNT, ANSWERS, DONE, GIVEN, PASSWORD, words
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db


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


def test_an_address_is_optional_and_opens_the_account_once_its_code_was_typed(scene: Scene, client: Client) -> None:
    register(client, surel="Ayu@Contoh.test")
    assert "Kami mengirim kode ke ayu@contoh.test" in client.get(go_on(client).url).content.decode()

    owner = User.objects.get(phone="+6281234500001")
    code = waiting_for(owner, Purpose.CHANGE_EMAIL)
    assert code is not None
    assert owner.email is None
    page = reverse("accounts:email_code")
    assert client.post(page, filled(client.get(page), kode=digits_of(code))).status_code == 302
    again = Client().post("/masuk/", {"login": "ayu@contoh.test", "password": GIVEN["sandi"]})
    assert again.status_code == 302


def test_an_address_that_is_anothers_is_answered_like_any_other(scene: Scene, client: Client) -> None:
    other, second = scene.other_owner, Client()

    assert shown(client, surel=str(other.email).upper()) == shown(
        second, telepon="0812-3450-0002", surel="baru@contoh.test"
    )

    accounts = User.objects.filter(phone__startswith="+62812345000").order_by("phone")
    assert [(user.email, waiting_for(user, Purpose.CHANGE_EMAIL) is None) for user in accounts] == [
        (None, False), (None, False),
    ]  # fmt: skip
    assert list(Outbox.objects.filter(to__in=[other.email, "baru@contoh.test"]).values_list("kind", flat=True)) == [
        "accounts.code_wanted", "accounts.code_wanted",
    ]  # fmt: skip
    assert not Notice.objects.filter(kind__startswith="accounts.").exists()


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


def test_nobody_fills_a_letter_box_by_registering_and_the_page_says_the_same(scene: Scene) -> None:
    answers = set()
    for n in range(12):
        visitor = Client(REMOTE_ADDR=f"10.9.9.{n}")
        given = {
            "telepon": f"0812 7700-{n:04}",
            "surel": "korban@contoh.test",
            "usaha": f"Tenun {n}",
            "produk": f"Kain {n}",
        }
        answers.add(shown(visitor, **given)[:4])

    codes = Outbox.objects.filter(to="korban@contoh.test").count()
    assert (codes, User.objects.filter(phone__startswith="+628127700").count(), len(answers)) == (10, 12, 1)
