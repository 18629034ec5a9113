"""What one may do hangs on roles and rules alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils.module_loading import import_string

from ovop_portal.accounts.backends import SIGN_IN, SignIn
from ovop_portal.accounts.roles import Role
from tests.accounts.factories import person

pytestmark = pytest.mark.django_db


def test_a_row_in_djangos_tables_of_permissions_opens_nothing(django_assert_num_queries: Any) -> None:
    user = person("Sari", Role.SCREENER)
    right = Permission.objects.get(codename="change_award")
    group = Group.objects.create(name="pengelola")
    group.permissions.add(right)
    user.groups.add(group)
    user.user_permissions.add(right)
    user = type(user).objects.get(pk=user.pk)

    with django_assert_num_queries(0):
        assert (user.has_perm("awards.change_award"), user.has_module_perms("awards"), user.get_all_permissions()) == (
            False,
            False,
            set(),
        )


def test_a_refusal_costs_the_session_the_person_and_their_roles(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(person("Sari", Role.CURATOR))

    with django_assert_num_queries(3):
        assert client.get("/juri/").status_code == 403


def test_a_session_that_begins_without_a_password_is_known_at_the_next_request(settings: Any) -> None:
    assert SIGN_IN in settings.AUTHENTICATION_BACKENDS
    assert import_string(SIGN_IN) is SignIn
