"""An address becomes an account's when its holder has answered from it: for minutes, once, in five tries, and nobody learns whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from ovop_portal.accounts import contact_codes
from ovop_portal.accounts.contact_codes import KEPT_FOR, NO_TRY, VALID_FOR, count_try, digits_of
from ovop_portal.accounts.models import ContactCode, User
from ovop_portal.accounts.operations import (
    CHANGE_EMAIL,
    ask_for_email,
    change_account,
    change_password,
    confirm_contact,
)
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import NOW, person
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db
NEW = "baru@contoh.test"


def asked(user: User, email: str = NEW) -> str:
    """The code that was sent to `email`."""
    ask_for_email(user, email, now=NOW)
    return digits_of(ContactCode.objects.get(user=user))


def answer(user: User, code: str, *, after: timedelta = timedelta()) -> str:
    """What becomes of a code: "done", or the code of the refusal and its words."""
    left = count_try(user, CHANGE_EMAIL)
    try:
        confirm_contact(user, CHANGE_EMAIL, code, left=left, by=user, now=NOW + after)
    except Refused as refused:
        [item] = refused.missing
        return f"{item.code}: {item.message}"
    return "done"


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def contact_of(user: User) -> tuple[str | None, bool]:
    user.refresh_from_db()
    return user.email, user.email_verified_at is not None


def test_who_answers_has_the_address_and_the_former_one_is_told() -> None:
    sari = person("Sari")
    before = str(sari.email)
    code = asked(sari, "Baru@Contoh.test")
    assert contact_of(sari) == (before, False)

    assert answer(sari, code) == "done"

    assert contact_of(sari) == (NEW, True)
    event = Event.objects.get(kind="account.changed")
    assert (event.actor, event.subject, event.body) == (sari.actor, sari.actor, {"fields": ["email"]})
    deliver_due(now=NOW)
    assert {letter.to[0] for letter in mail.outbox if letter.subject == "E-mail akun Portal OVOP diganti"} == {
        before,
        NEW,
    }


def test_a_code_holds_for_minutes_and_serves_once() -> None:
    sari = person("Sari")
    code = asked(sari)

    assert answer(sari, code, after=VALID_FOR) == "code_over: Kode ini sudah lewat waktunya. Minta kode baru"
    assert answer(sari, code, after=VALID_FOR - timedelta(seconds=1)) == "done"
    assert answer(sari, code).startswith("no_code")


def test_a_code_serves_the_account_and_the_address_it_was_made_for() -> None:
    sari, wayan = person("Sari"), person("Wayan")
    of_wayan, of_sari = asked(wayan, "wayan@contoh.test"), asked(sari)
    asked(sari, "lain@contoh.test")

    assert [answer(sari, code).partition(":")[0] for code in (of_wayan, of_sari)] == ["code_wrong"] * 2
    assert contact_of(sari)[1] is False


def test_after_five_wrong_tries_the_right_code_opens_nothing() -> None:
    sari = person("Sari")
    code = asked(sari)

    said = [answer(sari, each) for each in [other_than(code)] * 5 + [code]]

    assert said == [
        *[f"code_wrong: Kode belum cocok. Periksa lagi; tersisa {n} percobaan" for n in (4, 3, 2, 1)],
        "code_wrong: Kode belum cocok, dan percobaan sudah habis. Minta kode baru",
        "code_exhausted: Percobaan untuk kode ini sudah habis. Minta kode baru",
    ]
    assert answer(sari, asked(sari)) == "done"


def test_the_fifth_try_may_be_the_right_one() -> None:
    sari = person("Sari")
    code = asked(sari)

    assert [answer(sari, each) for each in [other_than(code)] * 4 + [code]][-1] == "done"


@pytest.mark.django_db(transaction=True)
def test_of_seven_tries_in_one_moment_five_count() -> None:
    sari = person("Sari")
    asked(sari)
    said: list[int] = []

    assert at_once(*[lambda: said.append(count_try(sari, CHANGE_EMAIL))] * 7) == ["done"] * 7
    assert sorted(said) == [NO_TRY, NO_TRY, 0, 1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_from_one_address_in_one_moment_one_has_it() -> None:
    sari, wayan = person("Sari"), person("Wayan")
    codes = {user: asked(user) for user in (sari, wayan)}

    def confirm(user: User) -> None:
        confirm_contact(user, CHANGE_EMAIL, codes[user], left=count_try(user, CHANGE_EMAIL), by=user, now=NOW)

    assert at_once(lambda: confirm(sari), lambda: confirm(wayan)) == ["Refused", "done"]
    assert User.objects.filter(email=NEW).count() == 1


def test_an_address_that_went_to_another_meanwhile_is_refused_like_a_wrong_code() -> None:
    sari, wayan = person("Sari"), person("Wayan")
    code_of_sari, code_of_wayan = asked(sari), asked(wayan)

    assert answer(sari, code_of_sari) == "done"
    refused = answer(wayan, code_of_wayan)

    assert refused == "code_wrong: Kode belum cocok. Periksa lagi; tersisa 4 percobaan"
    assert answer(wayan, other_than(code_of_wayan)) == refused.replace("4", "3")


def test_the_table_and_the_outbox_do_not_hold_the_code() -> None:
    code = asked(person("Sari"))

    rows = [*ContactCode.objects.values_list("seed", "contact"), *Outbox.objects.values_list("context", "path")]
    seedless = str(rows).replace(str(ContactCode.objects.get().seed), "")
    assert code not in seedless
    with pytest.raises(IntegrityError, match="contact_code_tries_few"), transaction.atomic():
        ContactCode.objects.update(tries=6)


def test_a_letter_that_goes_late_brings_no_code_that_was_replaced() -> None:
    sari = person("Sari")
    asked(sari)
    code = asked(sari)

    deliver_due(now=NOW)

    bodies = {letter.subject: letter.body for letter in mail.outbox}
    assert sorted(bodies) == ["Kode e-mail baru tidak berlaku lagi", "Kode untuk e-mail baru di Portal OVOP"]
    assert [code in bodies[subject] for subject in sorted(bodies)] == [False, True]
    assert "Sari" not in "".join(bodies.values())  # nobody has answered from there yet


def test_a_new_password_and_another_hand_at_the_address_let_nothing_wait() -> None:
    sari, wayan, boss = person("Sari"), person("Wayan"), person("Pengelola")
    asked(sari)
    asked(wayan, "wayan@contoh.test")

    change_password(sari, "gerabah-kasongan-7", by=sari, now=NOW)
    change_account(wayan, name=wayan.name, email="kantor@contoh.test", by=boss, now=NOW)

    assert ContactCode.objects.count() == 0
    assert contact_of(wayan) == ("kantor@contoh.test", False)


def test_a_contact_that_nobody_answers_from_is_forgotten_after_a_week() -> None:
    asked(person("Sari"))

    assert contact_codes.forget(NOW + VALID_FOR + KEPT_FOR - timedelta(seconds=1)) == 0
    assert contact_codes.forget(NOW + VALID_FOR + KEPT_FOR) == 1
