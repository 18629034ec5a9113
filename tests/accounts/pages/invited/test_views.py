"""The page to which an invitation leads, on the phone of whoever was invited."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ovop_portal.accounts import invitations
from ovop_portal.accounts.models import Invitation, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from tests.accounts.factories import PASSWORD, UserFactory, invitation, person
from tests.regions.factories import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Invitation:
    return invitation(person("Rina", Role.SECRETARIAT, now=now()), Role.SCREENER, now=now())


def send(client: Client, made: Invitation, **fields: str) -> Any:
    return client.post(invitations.path_of(made), {"kunci": str(uuid4()), **fields})


def test_a_stranger_opens_an_account_and_is_inside_with_the_role(client: Client, made: Invitation) -> None:
    page = client.get(invitations.path_of(made)).content.decode()
    assert "Anda diundang menjadi Pemeriksa administrasi" in page
    assert "niluh@contoh.test" in page

    answer = send(client, made, name="Ni Luh", password=PASSWORD)

    user = User.objects.get(email="niluh@contoh.test")
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.duties.has(Role.SCREENER)
    assert client.get("/panitia/seleksi/").status_code == 200


def test_a_weak_password_is_said_at_its_field_and_the_name_stays(client: Client, made: Invitation) -> None:
    answer = send(client, made, name="Ni Luh Sari", password="niluh")
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"password"}
    assert 'value="Ni Luh Sari"' in answer.content.decode()


def test_a_password_like_the_own_address_is_refused(client: Client, made: Invitation) -> None:
    answer = send(client, made, name="Ni Luh", password="niluh@contoh.test")
    assert "mirip" in str(answer.context["form"].errors["password"])


def test_who_has_an_account_signs_in_first_and_comes_back(client: Client, made: Invitation) -> None:
    user = UserFactory.create(email="niluh@contoh.test")
    path = invitations.path_of(made)
    page = client.get(path).content.decode()
    assert "Anda sudah mempunyai akun" in page
    assert f"{reverse('accounts:sign_in')}?next={path}" in page
    assert send(client, made, name="X", password=PASSWORD).status_code == 200
    assert User.objects.filter(email="niluh@contoh.test").count() == 1

    client.force_login(user)
    assert f"Anda masuk sebagai {user.name}" in client.get(path).content.decode()
    assert send(client, made).url == reverse(settings.LOGIN_REDIRECT_URL)
    assert User.objects.get(pk=user.pk).duties.has(Role.SCREENER)


def test_a_second_press_of_the_button_leads_where_the_first_one_led(client: Client, made: Invitation) -> None:
    first = send(client, made, name="Ni Luh", password=PASSWORD)
    second = send(client, made, name="Ni Luh", password=PASSWORD)
    assert (first.status_code, second.url) == (302, reverse(settings.LOGIN_REDIRECT_URL))


def test_a_role_at_odds_with_the_own_is_refused_in_words(client: Client) -> None:
    juror = person("Juri", Role.JUROR, now=now())
    by = person("Rina", Role.SECRETARIAT, now=now())
    said = {"name": "Juri", "email": "", "phone": juror.phone or ""}
    office = OfficeFactory(code="51.07")
    at_dinas = invitations.invite(role=Role.DINAS_OPERATOR, office=office, by=by, now=now(), **said)
    client.force_login(juror)

    answer = send(client, at_dinas)

    assert answer.status_code == 422
    assert "yang menilai tidak boleh ikut dinilai" in answer.content.decode()


@pytest.mark.parametrize("end", ["taken", "withdrawn", "too old", "made up"])
def test_a_link_that_opens_nothing_says_so_and_what_to_do(client: Client, made: Invitation, end: str) -> None:
    path = invitations.path_of(made)
    match end:
        case "taken":
            invitations.take(made, by=UserFactory.create(), now=now())
        case "withdrawn":
            invitations.withdraw(made, by=User.objects.get(name="Rina"), now=now())
        case "too old":
            Invitation.objects.update(sent_at=made.sent_at - invitations.VALID_FOR, ends_at=made.sent_at)
        case "made up":
            path = reverse("accounts:invited", args=["a" * 32])

    answer = client.get(path)

    assert answer.status_code == 410
    assert "minta yang mengundang mengirim ulang" in answer.content.decode()
    assert client.post(path, {"kunci": str(uuid4()), "name": "X", "password": PASSWORD}).status_code == 410
