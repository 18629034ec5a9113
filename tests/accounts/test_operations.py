"""Registering an owner, giving and ending roles."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError

from ovop_portal.accounts.contact_codes import waiting_for
from ovop_portal.accounts.models import Membership, Purpose, User
from ovop_portal.accounts.operations import (
    change_account,
    change_password,
    close_account,
    end_role,
    grant_role,
    open_account,
    register_owner,
    reopen_account,
)
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import NOW, PASSWORD, person
from tests.regions.factories import OfficeFactory

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(item.code, item.field) for item in refusal.value.missing]


def told() -> list[tuple[str, str, str, dict[str, str]]]:
    return list(Event.objects.order_by("pk").values_list("kind", "subject", "actor", "body"))


def test_an_owner_registers_and_holds_the_role_of_an_owner() -> None:
    user = register_owner(name="Ni Wayan Sari", phone="+6281234567890", password=PASSWORD, now=NOW)

    assert (user.name, user.phone, user.email, user.check_password(PASSWORD)) == (
        "Ni Wayan Sari",
        "+6281234567890",
        None,
        True,
    )
    assert [(m.role, m.office, m.starts_at, m.ends_at, m.granted_by) for m in user.memberships.all()] == [
        ("owner", None, NOW, None, user.actor)
    ]
    assert told() == [
        ("account.registered", user.actor, user.actor, {}),
        ("role.granted", user.actor, user.actor, {"role": "owner", "office": ""}),
    ]


def test_a_number_in_use_makes_no_account_and_an_address_waits_for_its_holder_whosever_it_is() -> None:
    known = person("Ni Wayan Sari")

    by_phone = register_owner(name="Orang Lain", phone=known.phone or "", password=PASSWORD, now=NOW)
    by_email = [
        register_owner(name="Orang Lain", phone=phone, email=email, password=PASSWORD, now=NOW)
        for phone, email in (("+6281234567890", str(known.email).upper()), ("+6281234567891", "Baru@contoh.test"))
    ]

    assert by_phone is None
    assert [(user.email, waiting_for(user, Purpose.CHANGE_EMAIL).contact) for user in by_email if user] == [  # type: ignore[union-attr]
        (None, known.email),
        (None, "baru@contoh.test"),
    ]


def test_a_weak_password_is_refused_before_anybody_looks_whose_the_number_is() -> None:
    known = person("Ni Wayan Sari")

    with pytest.raises(Refused) as refusal:
        register_owner(name="Orang Lain", phone=known.phone or "", password="pendek", now=NOW)

    assert codes(refusal) == [("password_weak", "password")]


def test_of_two_registrations_at_once_the_second_makes_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    known, looks = person(), [User.objects.none(), User.objects.none()]
    look = User.objects.filter
    # Nobody was there when the second one looked.
    monkeypatch.setattr(User.objects, "filter", lambda **asked: looks.pop() if looks else look(**asked))

    assert register_owner(name="Orang Lain", phone=known.phone or "", password=PASSWORD, now=NOW) is None


def test_a_role_of_an_office_is_given_for_that_office_and_noted() -> None:
    user, by, office = person(), person("Rina", Role.SECRETARIAT), OfficeFactory(code="51.07")
    before = len(told())

    grant_role(user, Role.DINAS_OPERATOR, office=office, by=by, now=NOW)

    assert user.duties.by_role == {"dinas_operator": frozenset({office.pk})}
    assert told()[before:] == [
        ("role.granted", user.actor, by.actor, {"role": "dinas_operator", "office": str(office.uuid)})
    ]


def test_giving_a_role_twice_changes_nothing() -> None:
    user, office = person(), OfficeFactory(code="51.07")
    first = grant_role(user, Role.DINAS_SIGNER, office=office, by="system:tests", now=NOW)
    before = told()

    assert grant_role(user, Role.DINAS_SIGNER, office=office, by="system:tests", now=NOW) == first
    assert told() == before


@pytest.mark.parametrize(
    ("role", "code", "expected"),
    [
        (Role.DINAS_OPERATOR, None, [("office_needed", "office")]),
        (Role.JUROR, "51.07", [("office_not_needed", "office")]),
        (Role.DINAS_SIGNER, "51", [("office_level", "office")]),
        (Role.PROVINCE_OFFICER, "51.07", [("office_level", "office")]),
    ],
)
def test_a_role_goes_only_with_an_office_of_its_level(role: Role, code: str | None, expected: list[object]) -> None:
    office = OfficeFactory(code=code) if code else None

    with pytest.raises(Refused) as refusal:
        grant_role(person(), role, office=office, by="system:tests", now=NOW)

    assert codes(refusal) == expected


def test_a_closed_account_is_given_no_role() -> None:
    user = person()
    user.is_active = False
    user.save()

    with pytest.raises(Refused) as refusal:
        grant_role(user, Role.JUROR, by="system:tests", now=NOW)

    assert codes(refusal) == [("user_inactive", "user")]


def test_a_role_ends_once_and_stays_as_a_record() -> None:
    user = person("Sari", Role.SCREENER)
    membership = user.memberships.get()
    since, later = membership.starts_at, NOW + timedelta(days=90)

    end_role(membership, by="system:tests", now=later)
    again = grant_role(user, Role.SCREENER, by="system:tests", now=later)

    assert list(user.memberships.order_by("pk").values_list("starts_at", "ends_at")) == [(since, later), (later, None)]
    assert told()[-2:] == [
        ("role.ended", user.actor, "system:tests", {"role": "screener", "office": ""}),
        ("role.granted", user.actor, "system:tests", {"role": "screener", "office": ""}),
    ]
    with pytest.raises(Stale):
        end_role(membership, by="system:tests", now=later)
    assert again.ends_at is None


def test_a_role_that_has_ended_opens_nothing() -> None:
    user = person("Rina", Role.SECRETARIAT)
    membership = user.memberships.get()

    end_role(membership, by="system:tests", now=membership.starts_at)

    assert User.objects.get(pk=user.pk).duties.by_role == {}


def test_the_database_keeps_roles_and_offices_together() -> None:
    with pytest.raises(IntegrityError, match="membership_office_fits_role"):
        Membership.objects.create(user=person(), role=Role.DINAS_OPERATOR, starts_at=NOW, granted_by="system:tests")


# --- Name and address --------------------------------------------------------------------------------------------------


def test_a_person_changes_name_and_address_and_the_journal_names_neither() -> None:
    user = person("Ni Wayan Sari")

    changed = change_account(user, name="Ni Wayan Sari Dewi", email="Baru@Contoh.test", by=user, now=NOW)

    user.refresh_from_db()
    assert (changed, user.name, user.email) == (["name", "email"], "Ni Wayan Sari Dewi", "baru@contoh.test")
    assert told()[-1] == ("account.changed", user.actor, user.actor, {"fields": ["name", "email"]})


def test_what_is_not_changed_is_not_journaled() -> None:
    user = person()
    before = len(told())

    assert change_account(user, name=user.name, email=str(user.email).upper(), by=user, now=NOW) == []
    assert len(told()) == before


def test_an_address_of_somebody_else_is_refused_in_any_case() -> None:
    user, other = person("Sari"), person("Wayan")

    with pytest.raises(Refused) as refusal:
        change_account(user, name=user.name, email=str(other.email).upper(), by=user, now=NOW)

    assert codes(refusal) == [("email_taken", "email")]
    assert other.name not in str(refusal.value)


def test_an_account_without_a_number_keeps_an_address() -> None:
    user = User.objects.create_user(name="Rina", email="rina@contoh.test", password=PASSWORD)

    with pytest.raises(Refused) as refusal:
        change_account(user, name="Rina", email="", by=user, now=NOW)

    assert codes(refusal) == [("email_needed", "email")]


def test_the_address_that_was_left_is_told_and_so_is_the_new_one_by_the_outbox() -> None:
    user = person("Ni Wayan Sari")
    before = str(user.email)

    change_account(user, name=user.name, email="baru@contoh.test", by=user, now=NOW)

    assert mail.outbox == []  # nothing is sent while somebody waits
    deliver_due(now=NOW)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert sorted(letters) == sorted([before, "baru@contoh.test"])
    assert {letter.subject for letter in mail.outbox} == {"E-mail akun Portal OVOP diganti"}
    assert "baru@contoh.test" not in letters[before].body


def test_who_changes_number_and_address_at_once_is_told_of_at_the_address_that_was_left() -> None:
    user = person("Ni Wayan Sari")
    before, boss = str(user.email), person("Pengelola")

    change_account(user, name=user.name, email="baru@contoh.test", phone="+6281298765432", by=boss, now=NOW)
    deliver_due(now=NOW)

    assert sorted(letter.subject for letter in mail.outbox if letter.to == [before]) == [
        "E-mail akun Portal OVOP diganti",
        "Nomor WhatsApp akun Portal OVOP diganti",
    ]


def test_a_new_address_has_nobodys_word_until_its_holder_came_by_a_link() -> None:
    user = person("Ni Wayan Sari")
    change_password(user, "gerabah-kasongan-7", by=user, now=NOW, by_link=True)
    verified = User.objects.get(pk=user.pk).email_verified_at
    change_account(user, name=user.name, email="baru@contoh.test", by=user, now=NOW)
    user.refresh_from_db()

    assert (verified, user.email_verified_at) == (NOW, None)


def test_a_new_password_is_journaled_and_told_without_the_password() -> None:
    user = person("Ni Wayan Sari")

    change_password(user, "gerabah-kasongan-7", by=user, now=NOW)
    deliver_due(now=NOW)

    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([user.email], "Kata sandi Portal OVOP diganti")
    assert "gerabah" not in letter.body
    assert told()[-1] == ("account.password_changed", user.actor, user.actor, {"by": "password"})
    assert User.objects.get(pk=user.pk).check_password("gerabah-kasongan-7")


@pytest.mark.parametrize("beside", [Role.OWNER, Role.DINAS_OPERATOR, Role.DINAS_SIGNER, Role.PROVINCE_OFFICER])
@pytest.mark.parametrize("juror_first", [True, False])
def test_who_judges_has_no_part_in_what_is_judged(beside: str, juror_first: bool) -> None:
    office = None
    if beside != Role.OWNER:
        office = OfficeFactory(code="51" if beside == Role.PROVINCE_OFFICER else "51.07")
    grants = [(Role.JUROR, None), (beside, office)]
    first, second = grants if juror_first else grants[::-1]
    user = person("Ni Wayan Sari")
    held = grant_role(user, first[0], office=first[1], by="system:tests", now=NOW)

    with pytest.raises(Refused) as refusal:
        grant_role(user, second[0], office=second[1], by="system:tests", now=NOW)

    assert codes(refusal) == [("at_odds", "role")]
    assert "Ni Wayan Sari memegang peran" in str(refusal.value)
    end_role(held, by="system:tests", now=NOW)
    assert grant_role(user, second[0], office=second[1], by="system:tests", now=NOW)


@pytest.mark.parametrize("password", ["ni-wayan-sari", "081234500001", "sari.dewi@contoh", "Ni Wayan Sari 1"])
def test_a_password_is_not_ones_own_name_number_or_address(password: str) -> None:
    with pytest.raises(Refused) as refusal:
        register_owner(
            name="Ni Wayan Sari", phone="+6281234500001", email="sari.dewi@contoh.test", password=password, now=NOW
        )

    assert codes(refusal) == [("password_weak", "password")]


def test_an_account_is_opened_closed_and_opened_again_and_the_journal_says_by_whom() -> None:
    boss = person("Rina")
    user = open_account(
        name="Sari", email="sari@contoh.test", phone="", password="gerabah-kasongan-7", by=boss, now=NOW
    )
    close_account(user, by=boss, now=NOW)
    with pytest.raises(Stale):
        close_account(user, by=boss, now=NOW)
    reopen_account(user, by=boss, now=NOW)

    user.refresh_from_db()
    assert (user.is_active, user.is_superuser, user.is_staff) == (True, False, False)
    assert [event[0] for event in told()[-3:]] == ["account.opened", "account.closed", "account.reopened"]
    assert {event[2] for event in told()[-3:]} == {boss.actor}
