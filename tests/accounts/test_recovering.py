"""What a code that recovers an account opens, for how long, and for whom none is made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.core import mail

from ovop_portal.accounts import contact_codes, recovering
from ovop_portal.accounts.contact_codes import VALID_FOR, count_try, digits_of
from ovop_portal.accounts.models import ContactCode, Purpose, User
from ovop_portal.accounts.operations import change_password, end_role
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.channels import kept
from ovop_portal.notifications.channels.outcomes import Never
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import person

pytestmark = pytest.mark.django_db

NUMBER = "+6281298765432"
FRESH = "gerabah-kasongan-7"


def with_number(name: str = "Sari", role: str = Role.OWNER, **fields: Any) -> User:
    user = person(name, role, now=now())
    User.objects.filter(pk=user.pk).update(**{"phone": NUMBER, "phone_verified_at": now(), **fields})
    user.refresh_from_db()
    return user


@pytest.fixture
def sari() -> User:
    return with_number()


def asked_for(*, at: datetime | None = None, seed: UUID | None = None) -> ContactCode | None:
    return recovering.code_for(NUMBER, "whatsapp", seed or uuid4(), asked=at or now())


def opened(user: User, typed: str, password: str = FRESH) -> str:
    left = count_try(user, Purpose.RECOVER)
    try:
        recovering.recover(user, typed, password, left=left, now=now())
    except Refused as refused:
        return ", ".join(item.code for item in refused.missing)
    return "done"


def test_who_reads_the_message_has_a_new_password_and_is_told(sari: User) -> None:
    code = asked_for()
    assert code
    assert opened(sari, digits_of(code)) == "done"
    sari.refresh_from_db()
    assert sari.check_password(FRESH)
    assert Event.objects.filter(kind="account.password_changed", actor=sari.actor).count() == 1
    deliver_due(now=now())
    assert [letter.subject for letter in mail.outbox] == ["Kata sandi Portal OVOP diganti"]


def test_a_code_serves_once_even_if_its_message_goes_out_again(sari: User) -> None:
    seed = uuid4()
    code = asked_for(seed=seed)
    assert code
    assert opened(sari, digits_of(code)) == "done"
    assert asked_for(seed=seed) is None
    assert opened(sari, digits_of(code)) == "no_match"


@pytest.mark.parametrize("wrong_before", [0, 3])
def test_of_two_who_type_one_code_in_the_same_moment_one_is_let_in(sari: User, wrong_before: int) -> None:
    code = asked_for()
    assert code
    for _ in range(wrong_before):
        count_try(sari, Purpose.RECOVER)
    first, second = count_try(sari, Purpose.RECOVER), count_try(sari, Purpose.RECOVER)

    def let_in(left: int, password: str) -> bool:
        try:
            recovering.recover(sari, digits_of(code), password, left=left, now=now())
        except Refused:
            return False
        return True

    assert [let_in(first, FRESH), let_in(second, f"{FRESH}-lain")].count(True) == 1


def test_a_message_that_goes_twice_brings_the_same_code_and_no_new_tries(sari: User) -> None:
    seed, at = uuid4(), now()
    code = asked_for(at=at, seed=seed)
    assert code
    assert opened(sari, "000000" if digits_of(code) != "000000" else "000001") == "no_match"
    again = asked_for(at=at, seed=seed)
    assert again
    assert (digits_of(again), again.tries, again.ends_at) == (digits_of(code), 1, at + VALID_FOR)


def test_a_message_that_goes_late_does_not_replace_a_later_code(sari: User) -> None:
    at = now()
    newer = asked_for(at=at)
    assert newer
    assert asked_for(at=at - timedelta(minutes=1)) is None
    assert opened(sari, digits_of(newer)) == "done"


def test_a_code_that_is_over_is_not_made_and_opens_nothing(sari: User) -> None:
    assert asked_for(at=now() - VALID_FOR) is None
    code = asked_for()
    assert code
    ContactCode.objects.update(ends_at=now() - timedelta(seconds=1))
    assert opened(sari, digits_of(code)) == "no_match"


def test_after_five_wrong_tries_the_right_code_opens_nothing(sari: User) -> None:
    code = asked_for()
    assert code
    wrong = f"{(int(digits_of(code)) + 1) % 10**6:06}"
    assert [opened(sari, wrong) for _ in range(5)] == ["no_match"] * 5
    assert opened(sari, digits_of(code)) == "no_match"


def test_a_weak_password_is_refused_and_the_code_still_serves(sari: User) -> None:
    code = asked_for()
    assert code
    assert opened(sari, digits_of(code), "6281298765432") == "password_weak"
    assert opened(sari, digits_of(code)) == "done"


def test_a_new_password_by_another_way_ends_the_code(sari: User) -> None:
    code = asked_for()
    assert code
    change_password(sari, "tenun-gringsing-88", by=sari, now=now())
    assert opened(sari, digits_of(code)) == "no_match"


def test_a_code_that_went_to_the_former_number_opens_nothing(sari: User) -> None:
    code = asked_for()
    assert code
    User.objects.filter(pk=sari.pk).update(phone="+6281300000001", phone_verified_at=now())
    sari.refresh_from_db()
    assert opened(sari, digits_of(code)) == "no_match"


@pytest.mark.parametrize(
    "fields",
    [
        {"phone_verified_at": None},
        {"is_active": False},
        {"is_superuser": True},
        {"phone": None, "phone_verified_at": None},
    ],
)
def test_a_number_that_recovers_nothing_gets_no_code_and_no_message(fields: dict[str, Any]) -> None:
    with_number(**fields)
    assert (recovering.account_of(NUMBER), asked_for()) == (None, None)
    recovering.ask_for_recovery(NUMBER, "whatsapp", now=now())
    deliver_due(now=now())
    assert (mail.outbox, Outbox.objects.get().error.partition(":")[0]) == ([], "Pointless")


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.AUDITOR, Role.JUROR, Role.SCREENER, Role.CURATOR])
def test_whoever_holds_a_role_of_the_whole_season_recovers_by_mail_alone(role: str) -> None:
    user = with_number(role=role)
    assert recovering.account_of(NUMBER) is None
    end_role(user.memberships.get(), by="system:test", now=now())
    assert recovering.account_of(NUMBER) == user


def test_the_code_lies_in_no_table(sari: User) -> None:
    recovering.ask_for_recovery(NUMBER, "sms", now=now())
    deliver_due(now=now())
    code = digits_of(ContactCode.objects.get())
    assert code in str(mail.outbox[0].body)
    rows = [*ContactCode.objects.values_list("seed", "contact"), *Outbox.objects.values_list("context", "path")]
    assert code not in str(rows).replace(str(ContactCode.objects.get().seed), "")


def test_a_code_that_whatsapp_refuses_comes_by_sms_and_is_the_same(sari: User) -> None:
    recovering.ask_for_recovery(NUMBER, "whatsapp", now=now())
    with patch.object(kept, "whatsapp", side_effect=Never("131026")):
        deliver_due(now=now())
    first = digits_of(ContactCode.objects.get())
    deliver_due(now=now())
    assert [(letter.to[0][:3], first in str(letter.body)) for letter in mail.outbox] == [("SMS", True)]
    assert contact_codes.forget(now()) == 0
