"""What was typed when the session ended: there again after signing in, stored once, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from awards.models import Nomination
from ikm.models import Product
from ovop_portal.accounts import typed
from ovop_portal.accounts.fields import ContactCodeField, HolderCodeField
from ovop_portal.accounts.models import OpenSession, User
from ovop_portal.common.answers import SECRET
from ovop_portal.common.clock import now
from ovop_portal.common.forms import PortalFormMixin
from ovop_portal.ledger.models import DoneOperation
from tests.accounts.factories import PASSWORD
from tests.awards.owners import bare, path, words
from tests.documents.factories import a_photo
from tests.scene import Scene
from tests.support.forms import filled
from tests.support.standing import standing, standing_for_a_moment

pytestmark = pytest.mark.django_db
STORY = "Nenek memulai tenun ini pada tahun 1952.\r\n\r\n" + "Benangnya dipintal sendiri. " * 15
HOME = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_MODE": "navigate"}


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


@standing
def draft(scene: Scene) -> Nomination:
    return bare(scene)


def sign_in(client: Client, user: User, next_url: str = "") -> Any:
    return client.post("/masuk/", {"login": user.email, "password": PASSWORD, "next": next_url})


def story_form(client: Client, draft: Nomination) -> dict[str, Any]:
    return filled(client.get(path(draft, "cerita")), story=STORY)


def end_session() -> None:
    OpenSession.objects.all().delete()


def next_of(response: Any) -> str:
    address: str = response["Location"]
    assert address.startswith("/masuk/?next=")
    return address.removeprefix("/masuk/?next=")


def send_late(client: Client, draft: Nomination, **headers: str) -> Any:
    """The owner signs in and types; the session ends; the form is sent."""
    form = story_form(client, draft)
    end_session()
    return client.post(path(draft, "cerita"), form, **(headers or HOME))


def test_a_long_story_is_there_after_signing_in_again_and_is_stored_once(
    client: Client, scene: Scene, draft: Nomination
) -> None:
    sign_in(client, scene.owner)
    gone = send_late(client, draft)
    kept_at = next_of(gone)

    assert "Isian Anda kami simpan sementara" in words(client.get(gone["Location"]))
    assert sign_in(client, scene.owner, kept_at)["Location"] == kept_at
    page = client.get(kept_at)
    assert "Isian Anda kami simpan sementara. Periksa, lalu kirim lagi." in words(page)
    assert "Nenek memulai tenun ini" in words(page)
    assert Product.objects.get(pk=draft.product_id).story == ""  # nothing is saved without a word from the person

    again = filled(page, "story")
    first, second = (client.post(path(draft, "cerita"), again, **HOME) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    product = Product.objects.get(pk=draft.product_id)
    assert product.story.startswith("Nenek memulai tenun ini pada tahun 1952.\n\nBenangnya")
    assert product.version == 2
    assert DoneOperation.objects.filter(key=again["kunci"][0]).count() == 1
    assert client.get(kept_at)["Location"] == "/beranda/"  # sent: no longer kept


def test_the_page_names_where_it_came_from_so_that_nobody_confirms_blindly(client: Client, scene: Scene) -> None:
    sign_in(client, scene.dinas_operator)
    nomination = scene.at("with_office")
    address = f"/dinas/berkas/{nomination.number}/"
    form = filled(client.get(address))
    end_session()
    kept_at = next_of(client.post(address, form | {"tindakan": "siap"}, **HOME))
    sign_in(client, scene.dinas_operator)

    assert f"Dari halaman {address}." in words(client.get(kept_at))
    nomination.refresh_from_db()
    assert nomination.state == "with_office"


def test_a_form_that_does_not_fit_comes_back_with_what_was_typed(
    client: Client, scene: Scene, draft: Nomination
) -> None:
    sign_in(client, scene.owner)
    form = filled(client.get(path(draft, "profil")), name="Tenun Nenek Ayu", founded_in="tahun lalu")
    end_session()
    kept_at = next_of(client.post(path(draft, "profil"), form, **HOME))
    sign_in(client, scene.owner)

    response = client.post(path(draft, "profil"), filled(client.get(kept_at), "founded_in"), **HOME)

    assert response.status_code == 422
    assert 'value="tahun lalu"' in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_SEC_FETCH_MODE": "navigate"},
        {"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "https://jahat.example"},
        {"HTTP_ORIGIN": "null", "HTTP_REFERER": "http://testserver/masuk/"},
        {"HTTP_REFERER": "https://jahat.example/http://testserver/"},
        {"HTTP_USER_AGENT": "tells nothing"},
        {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_MODE": "cors"},
    ],
)
def test_nothing_is_kept_of_what_another_site_or_a_script_sends(
    client: Client, scene: Scene, draft: Nomination, headers: dict[str, str]
) -> None:
    sign_in(client, scene.owner)
    gone = send_late(client, draft, **headers)

    assert next_of(gone) == path(draft, "cerita")
    assert typed.SESSION_KEY not in client.session


@pytest.mark.parametrize(
    "headers", [{"HTTP_ORIGIN": "http://testserver"}, {"HTTP_REFERER": "http://testserver/usulan/"}]
)
def test_a_browser_without_the_newer_headers_is_believed_by_the_older_ones(
    client: Client, scene: Scene, draft: Nomination, headers: dict[str, str]
) -> None:
    sign_in(client, scene.owner)

    assert next_of(send_late(client, draft, **headers)).startswith("/akun/isian/")


def test_somebody_else_who_signs_in_on_that_browser_does_not_get_it(
    client: Client, scene: Scene, draft: Nomination
) -> None:
    sign_in(client, scene.owner)
    kept_at = next_of(send_late(client, draft))
    sign_in(client, scene.other_owner)

    answer = client.get(kept_at, follow=True)

    assert "Nenek memulai" not in answer.content.decode()
    assert client.session[typed.SESSION_KEY] == []
    client.post("/keluar/")
    sign_in(client, scene.owner)
    assert "Nenek memulai" not in client.get(kept_at, follow=True).content.decode()


def test_another_browser_cannot_open_it_by_its_address(client: Client, scene: Scene, draft: Nomination) -> None:
    sign_in(client, scene.owner)
    kept_at = next_of(send_late(client, draft))
    elsewhere = Client()
    sign_in(elsewhere, scene.owner)

    assert elsewhere.get(kept_at)["Location"] == "/beranda/"


def test_what_is_not_wanted_is_thrown_away(client: Client, scene: Scene, draft: Nomination) -> None:
    sign_in(client, scene.owner)
    kept_at = next_of(send_late(client, draft))
    sign_in(client, scene.owner)

    assert client.post(kept_at)["Location"] == path(draft, "cerita")
    assert client.get(kept_at)["Location"] == "/beranda/"


def test_two_forms_that_come_late_are_both_kept(client: Client, scene: Scene, draft: Nomination) -> None:
    sign_in(client, scene.owner)
    forms_open = [story_form(client, draft), filled(client.get(path(draft, "profil")), name="Tenun Nenek Ayu")]
    end_session()
    one = next_of(client.post(path(draft, "cerita"), forms_open[0], **HOME))
    two = next_of(client.post(path(draft, "profil"), forms_open[1], **HOME))
    sign_in(client, scene.owner)

    client.post(path(draft, "profil"), filled(client.get(two), "name"), **HOME)

    assert "Nenek memulai" in words(client.get(one))


def test_more_than_is_kept_is_told_plainly(client: Client, scene: Scene, draft: Nomination) -> None:
    sign_in(client, scene.owner)
    form = story_form(client, draft) | {"story": "a " * typed.LONGEST}
    end_session()

    gone = client.post(path(draft, "cerita"), form, **HOME)

    assert next_of(gone) == path(draft, "cerita")
    assert "Isian Anda terlalu panjang untuk disimpan sementara" in words(client.get(gone["Location"]))


def test_a_cache_that_is_away_keeps_nobody_from_signing_in(
    client: Client, scene: Scene, draft: Nomination, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, scene.owner)
    form = story_form(client, draft)
    end_session()

    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(typed.cache, "set", away)
    gone = client.post(path(draft, "cerita"), form, **HOME)

    assert next_of(gone) == path(draft, "cerita")
    assert "belum dapat disimpan sementara" in words(client.get(gone["Location"]))


def test_passwords_are_never_kept(client: Client, scene: Scene) -> None:
    sign_in(client, scene.owner)
    end_session()

    gone = client.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": "gerabah-kasongan-7"}, **HOME)

    assert next_of(gone) == "/akun/kata-sandi/"
    assert typed.SESSION_KEY not in client.session


def test_a_holders_code_is_never_kept_and_the_page_says_so(client: Client, scene: Scene) -> None:
    sign_in(client, scene.dinas_operator)
    nomination = scene.at("with_office")
    address = f"/dinas/berkas/{nomination.number}/pemilik/"
    end_session()

    sent = {"kode": "1234 5678", "phone": "0812 3456 7890"}
    kept_at = next_of(client.post(address, sent, **HOME))
    held = cache.get(f"isian:{client.session[typed.SESSION_KEY][0]}")
    sign_in(client, scene.dinas_operator)
    page = client.get(kept_at)

    assert ("1234 5678" in str(held), "0812 3456 7890" in str(held)) == (False, True)
    assert "1234 5678" not in page.content.decode()
    assert "Kata sandi dan kode tidak kami simpan. Ketik lagi sesudah ini." in words(page)


def test_every_field_for_a_password_or_a_code_has_a_name_that_is_known_for_one() -> None:
    def all_forms(kind: type) -> set[type]:
        return {kind}.union(*(all_forms(each) for each in kind.__subclasses__()))

    get_resolver().url_patterns  # noqa: B018  The pages bring their forms.
    names = {
        name
        for form in all_forms(PortalFormMixin)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput) or isinstance(field, (HolderCodeField, ContactCodeField))
    }

    assert names >= {"sandi", "password", "kode"}
    assert [name for name in names if not SECRET.search(name)] == []


def test_files_are_kept_and_the_page_names_them(client: Client, scene: Scene, draft: Nomination) -> None:
    sign_in(client, scene.owner)
    address = path(draft, "sertifikat") + "?isi=lain"
    form = filled(client.get(address), kind="merek", number="IDM 000 123")
    end_session()
    photo = SimpleUploadedFile("izin.jpg", a_photo(), "image/jpeg")
    kept_at = next_of(client.post(address, form | {"document": photo}, **HOME))
    sign_in(client, scene.owner)

    page = client.get(kept_at)

    assert "izin.jpg tersimpan dan ikut terkirim." in words(page)
    assert "IDM 000 123" in words(page)


# --- A token that has ended -----------------------------------------------------------------------------------------------


def strict(scene: Scene) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.owner)
    return client


def test_a_form_with_an_old_token_stands_in_the_answer_and_can_be_sent_again(scene: Scene, draft: Nomination) -> None:
    client = strict(scene)
    refused = client.post(path(draft, "cerita"), story_form(client, draft), **HOME)

    assert refused.status_code == 403
    assert "Nenek memulai tenun ini" in words(refused)
    assert scene.owner.name in words(refused)
    assert "uat ulang" not in words(refused)

    token = refused.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = filled(refused, "story") | {"csrfmiddlewaretoken": token}
    assert client.post(path(draft, "cerita"), again, **HOME).status_code == 302
    assert Product.objects.get(pk=draft.product_id).story.startswith("Nenek memulai")


def test_what_another_site_sends_does_not_stand_in_the_answer(scene: Scene, draft: Nomination) -> None:
    client = strict(scene)

    refused = client.post(path(draft, "cerita"), {"story": STORY}, HTTP_ORIGIN="https://jahat.example")

    assert refused.status_code == 403
    assert "Nenek memulai" not in refused.content.decode()


def test_a_password_with_an_old_token_is_not_sent_back(scene: Scene) -> None:
    refused = strict(scene).post("/masuk/", {"login": "sari@contoh.test", "password": "rahasia-saya"}, **HOME)

    assert (refused.status_code, "rahasia-saya" in refused.content.decode()) == (403, False)
    assert "Kata sandi dan kode tidak kami simpan" in words(refused)


def test_the_browser_is_told_which_forms_were_taken_and_of_none_that_was_not(
    client: Client, scene: Scene, draft: Nomination
) -> None:
    client.force_login(scene.owner)
    form = story_form(client, draft)
    [key] = form["kunci"]
    refused = client.post(path(draft, "cerita"), form | {"story": "a" * 20_000})
    assert (refused.status_code, typed.TAKEN in refused.cookies) == (422, False)

    taken = client.post(path(draft, "cerita"), form)
    assert (taken.status_code, taken.cookies[typed.TAKEN].value) == (302, key)

    again = story_form(client, draft)
    [second] = again["kunci"]
    assert client.post(path(draft, "cerita"), again).cookies[typed.TAKEN].value == f"{key}.{second}"
    end_session()
    assert typed.TAKEN not in client.post(path(draft, "cerita"), again, **HOME).cookies
