"""Who may give and end roles."""

from __future__ import annotations

from typing import Any

import pytest

from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import Role
from tests.accounts.factories import person
from tests.regions.factories import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, User]:
    own, other = OfficeFactory(code="51.07"), OfficeFactory(code="33.75")
    return {
        "secretariat": person("Rina", Role.SECRETARIAT),
        "signer": person("Ketut", Role.DINAS_SIGNER, office=own),
        "other_signer": person("Slamet", Role.DINAS_SIGNER, office=other),
        "operator": person("Made", Role.DINAS_OPERATOR, office=own),
        "auditor": person("Dewi", Role.AUDITOR),
        "owner": person("Sari", Role.OWNER),
    }


def may(people: dict[str, User], **membership: Any) -> list[str]:
    proposed = Membership(**membership)
    answers = {
        permission: sorted(name for name, user in people.items() if user.has_perm(permission, proposed))
        for permission in ("accounts.grant_role", "accounts.end_role")
    }
    assert answers["accounts.grant_role"] == answers["accounts.end_role"]
    return answers["accounts.grant_role"]


def test_the_secretariat_names_jurors_and_screeners(people: dict[str, User]) -> None:
    assert may(people, user=person(), role=Role.JUROR) == ["secretariat"]
    assert may(people, user=person(), role=Role.SCREENER) == ["secretariat"]


def test_those_who_watch_over_the_office_are_named_by_nobody_in_it(people: dict[str, User]) -> None:
    assert may(people, user=person(), role=Role.SECRETARIAT) == []
    assert may(people, user=person(), role=Role.AUDITOR) == []


def test_a_signer_names_the_operators_of_the_own_office(people: dict[str, User]) -> None:
    own = people["signer"].memberships.get().office
    assert may(people, user=person(), role=Role.DINAS_OPERATOR, office=own) == ["secretariat", "signer"]
    assert may(people, user=person(), role=Role.DINAS_SIGNER, office=own) == ["secretariat"]


def test_nobody_changes_the_own_roles(people: dict[str, User]) -> None:
    own = people["signer"].memberships.get().office
    assert may(people, user=people["secretariat"], role=Role.JUROR) == []
    assert may(people, user=people["signer"], role=Role.DINAS_OPERATOR, office=own) == ["secretariat"]


def test_a_role_that_has_ended_opens_nothing(people: dict[str, User]) -> None:
    membership = people["secretariat"].memberships.get()
    membership.ends_at = membership.starts_at
    membership.save()
    fresh = {"secretariat": User.objects.get(pk=people["secretariat"].pk)}

    assert may(fresh, user=person(), role=Role.JUROR) == []
