"""The Django admin: for system administrators only, without deleting, roles by the verbs."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.test import Client, RequestFactory

from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.ledger.models import Event
from tests.accounts.factories import PASSWORD, person
from tests.regions.factories import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD)


def test_strangers_sign_in_at_the_portals_own_page_and_others_are_kept_out(client: Client) -> None:
    assert client.get("/pengelola/", follow=True).redirect_chain[-1] == ("/masuk/?next=/pengelola/", 302)
    assert client.post("/pengelola/login/", {"username": "x", "password": "y"}).status_code == 302
    client.force_login(person("Rina", Role.SECRETARIAT))
    assert client.get("/pengelola/", follow=True).status_code == 403


def test_a_password_is_changed_at_the_portals_own_page_only(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    for answer in (
        client.get("/pengelola/password_change/"),
        client.post("/pengelola/password_change/", {"old_password": "x"}),
    ):
        assert (answer.status_code, answer["Location"]) == (302, "/akun/kata-sandi/")


def test_being_staff_alone_opens_nothing(client: Client) -> None:
    user = person()
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(user)

    assert client.get("/pengelola/", follow=True).status_code == 403


def test_an_administrator_makes_an_account_with_a_first_password(client: Client, administrator: User) -> None:
    client.force_login(administrator)

    sent = {"name": "Sari Handayani", "email": "sari@contoh.test", "phone": "", "password": PASSWORD}
    response = client.post("/pengelola/accounts/user/add/", sent)

    assert response.status_code == 302, response.context["adminform"].form.errors
    made = User.objects.get(email="sari@contoh.test")
    assert (made.name, made.phone, made.check_password(PASSWORD), made.is_staff) == (
        "Sari Handayani",
        None,
        True,
        False,
    )


def test_an_administrator_gives_and_ends_roles_by_the_verbs(client: Client, administrator: User) -> None:
    user, office = person(), OfficeFactory(code="51.07")
    client.force_login(administrator)
    page = "/pengelola/accounts/membership/"

    wrong = client.post(f"{page}add/", {"user": user.pk, "role": "dinas_signer", "office": ""})
    assert wrong.context["adminform"].form.errors == {"office": ["Pilih kantor untuk peran ini"]}
    client.post(f"{page}add/", {"user": user.pk, "role": "dinas_signer", "office": office.pk})
    [membership] = user.memberships.all()
    client.post(page, {"action": "end_selected", "_selected_action": [membership.pk]})
    membership.refresh_from_db()

    assert membership.ends_at is not None
    assert list(Event.objects.order_by("pk").values_list("kind", "actor")) == [
        ("role.granted", administrator.actor),
        ("role.ended", administrator.actor),
    ]


@pytest.mark.parametrize("model", ["user", "membership"])
def test_nothing_of_people_is_deleted(client: Client, administrator: User, model: str) -> None:
    client.force_login(administrator)
    pk = person("Sari", Role.SCREENER).memberships.get().pk if model == "membership" else person().pk

    assert client.post(f"/pengelola/accounts/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
    request = RequestFactory().get("/")
    request.user = administrator
    [found] = [site for cls, site in admin.site._registry.items() if cls._meta.label_lower == f"accounts.{model}"]
    assert "delete_selected" not in found.get_actions(request)


def test_an_administrator_changes_a_number_by_the_verb_and_the_sessions_of_before_end(
    client: Client, administrator: User
) -> None:
    user, theirs = person("Sari"), Client()
    theirs.force_login(user)
    client.force_login(administrator)

    sent = {"name": "Sari", "email": user.email, "phone": "+6281234509999", "is_superuser": "on", "is_staff": "on"}
    assert client.post(f"/pengelola/accounts/user/{user.pk}/change/", sent).status_code == 302

    user.refresh_from_db()
    assert (user.phone, user.is_superuser, user.is_staff) == ("+6281234509999", False, False)
    assert Event.objects.filter(kind="account.changed", actor=administrator.actor).get().body == {"fields": ["phone"]}
    assert theirs.get("/akun/").status_code == 302


def test_a_closed_account_stays_outside_after_it_is_opened_again(client: Client, administrator: User) -> None:
    user, theirs = person("Sari"), Client()
    theirs.force_login(user)
    client.force_login(administrator)

    for action in ("close_selected", "reopen_selected"):
        client.post("/pengelola/accounts/user/", {"action": action, "_selected_action": [user.pk]})

    user.refresh_from_db()
    assert user.is_active
    assert theirs.get("/akun/").status_code == 302
    assert list(Event.objects.filter(subject=user.actor).order_by("pk").values_list("kind", flat=True)) == [
        "account.closed",
        "account.reopened",
    ]


def test_tables_of_libraries_are_out_of_reach(client: Client, administrator: User) -> None:
    client.force_login(administrator)

    assert {apps.get_app_config(model._meta.app_label).name for model in admin.site._registry} <= set(settings.ROOMS)
    assert client.get("/pengelola/account/emailaddress/add/").status_code == 404
