"""What somebody takes the second step with: added, used once, lost, reset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from ovop_portal.accounts.models import FactorReset, User
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.second_step import factors, passkeys
from ovop_portal.accounts.second_step.factors import factors_of
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import NOW, PASSWORD, SYSTEM, UserFactory, person
from tests.accounts.second_step.software_key import SoftwareKey
from tests.accounts.second_step.steps import SECRET, code_at, paper_of, with_app, with_key
from tests.regions.factories import OfficeFactory
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db


def code_of_refusal(deed: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.missing[0].code


def test_an_application_comes_with_ten_codes_on_paper_an_event_and_a_letter() -> None:
    user = with_app(UserFactory(), now=NOW)

    had = factors_of(user)
    assert (had.are_there, bool(had.app), had.codes_left, len(set(had.codes_to_show))) == (True, True, 10, 10)
    event = Event.objects.get(kind="second_step.added")
    assert (event.subject, event.body) == (user.actor, {"kind": "totp"})
    assert Notice.objects.get().recipient == user


def test_nothing_that_opens_the_account_lies_open_in_the_table() -> None:
    user = with_app(UserFactory(), now=NOW)
    codes = paper_of(user)

    said = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert (SECRET in said, [code for code in codes if code in said]) == (False, [])


def test_what_a_former_secret_of_the_settings_sealed_is_still_opened(settings: Any) -> None:
    user = with_app(UserFactory(), now=NOW)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret, for the years to come", [settings.SECRET_KEY]

    factors.take_code(user, code_at(NOW), now=NOW)


def test_what_a_former_secret_sealed_is_sealed_anew_and_opens_without_it(settings: Any) -> None:
    user, former = with_app(UserFactory(), now=NOW), settings.SECRET_KEY
    codes = paper_of(user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret, for the years to come", [former]

    resealed = [factors.reseal(), factors.reseal()]
    settings.SECRET_KEY_FALLBACKS = []

    assert (resealed, paper_of(user)) == ([2, 0], codes)
    factors.take_code(user, code_at(NOW), now=NOW)


def test_where_the_secret_of_the_settings_was_lost_codes_open_nothing_and_the_account_stays_closed(
    settings: Any,
) -> None:
    user = with_app(UserFactory(), now=NOW)
    code = paper_of(user)[0]
    settings.SECRET_KEY = "another secret, and the former one is gone"

    assert code_of_refusal(lambda: factors.take_code(user, code_at(NOW), now=NOW)) == "code_wrong"
    assert code_of_refusal(lambda: factors.take_paper(user, code, now=NOW)) == "code_wrong"
    assert (factors_of(user).are_there, factors_of(user).codes_left) == (True, 0)


def test_the_last_administrator_is_helped_from_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    user = with_app(User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD), now=NOW)

    call_command("reset_second_step", "sistem@contoh.test", reason="Ponsel hilang")

    assert (factors_of(user).rows, FactorReset.objects.get().reset_by) == ([], "system:shell")
    with pytest.raises(CommandError, match="nobody"):
        call_command("reset_second_step", "tidak-ada@contoh.test", reason="x")
    with pytest.raises(CommandError, match="no second step"):
        call_command("reset_second_step", "sistem@contoh.test", reason="x")


def test_a_code_that_does_not_fit_sets_nothing_up() -> None:
    user = UserFactory()

    assert code_of_refusal(lambda: factors.add_app(user, SECRET, "000000", now=NOW)) == "code_wrong"
    assert not factors_of(user).are_there


def test_a_code_is_taken_once_and_none_before_it_any_more() -> None:
    user = with_app(UserFactory(), now=NOW)
    factors.take_code(user, code_at(NOW, 1), now=NOW)

    for later in (1, 0, -1):
        assert code_of_refusal(lambda step=later: factors.take_code(user, code_at(NOW, step), now=NOW)) == "code_wrong"
    factors.take_code(user, code_at(NOW, 2), now=NOW + timedelta(seconds=30))


def test_the_code_by_which_the_application_was_set_up_signs_nobody_in() -> None:
    user = UserFactory()
    factors.add_app(user, SECRET, code_at(NOW), now=NOW)

    assert code_of_refusal(lambda: factors.take_code(user, code_at(NOW), now=NOW)) == "code_wrong"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bring_one_code_at_once_one_comes_in() -> None:
    user = with_app(UserFactory(), now=NOW)

    def bring() -> None:
        factors.take_code(user, code_at(NOW), now=NOW)

    assert at_once(bring, bring, bring) == ["Refused", "Refused", "done"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bring_one_paper_code_at_once_one_comes_in() -> None:
    user = with_app(UserFactory(), now=NOW)
    code = paper_of(user)[3]

    def bring() -> None:
        factors.take_paper(user, code, now=NOW)

    assert at_once(bring, bring, bring) == ["Refused", "Refused", "done"]
    assert factors_of(user).codes_left == 9


def test_a_code_on_paper_opens_once_and_its_holder_is_told_how_many_are_left() -> None:
    user = with_app(UserFactory(), now=NOW)
    code = paper_of(user)[0]

    assert factors.take_paper(user, code, now=NOW) == 9
    assert code_of_refusal(lambda: factors.take_paper(user, code, now=NOW)) == "code_wrong"
    assert Event.objects.get(kind="second_step.paper_used").body == {"left": 9}
    assert Notice.objects.filter(kind="accounts.second_step_paper_used").count() == 1


def test_fresh_codes_make_those_before_void() -> None:
    user = with_app(UserFactory(), now=NOW)
    old = paper_of(user)
    factors.keep_codes(user)
    kept = factors_of(user).codes_to_show

    factors.make_codes(user, now=NOW)

    assert (kept, set(old) & set(paper_of(user)), len(factors_of(user).codes_to_show)) == ([], set(), 10)
    assert code_of_refusal(lambda: factors.take_paper(user, old[0], now=NOW)) == "code_wrong"


def test_whoever_has_nothing_gets_no_codes() -> None:
    assert code_of_refusal(lambda: factors.make_codes(UserFactory(), now=NOW)) == "nothing"


def sign(user: User, key: SoftwareKey) -> None:
    asked = passkeys.ask_to_sign(factors_of(user).credentials)
    factors.take_passkey(user, asked.state, key.sign(asked.options), now=NOW)


def test_a_passkey_signs_in_as_often_as_one_likes() -> None:
    key = SoftwareKey()
    user = with_key(UserFactory(), key, now=NOW)

    sign(user, key)
    sign(user, key)

    assert [key.name for key in factors_of(user).keys] == ["Ponsel"]


def test_a_key_that_counts_back_was_copied_and_opens_nothing() -> None:
    key = SoftwareKey()
    user = with_key(UserFactory(), key, now=NOW)
    key.counter = 7
    sign(user, key)

    for counter in (7, 3, 0):
        key.counter = counter
        assert code_of_refusal(lambda: sign(user, key)) == "copied"
    key.counter = 8
    sign(user, key)


def test_a_key_of_somebody_else_opens_nothing() -> None:
    mine, theirs = SoftwareKey(), SoftwareKey(b"dua")
    user, _other = with_key(UserFactory(), mine, now=NOW), with_key(UserFactory(), theirs, now=NOW)

    assert code_of_refusal(lambda: sign(user, theirs)) == "not_signed"


def test_one_key_is_set_up_once_and_not_without_end() -> None:
    key = SoftwareKey()
    user = with_key(UserFactory(), key, now=NOW)

    assert code_of_refusal(lambda: with_key(user, key, now=NOW)) == "there"
    for n in range(factors.MOST_KEYS - 1):
        with_key(user, SoftwareKey(bytes([n]) * 9), now=NOW)
    assert code_of_refusal(lambda: with_key(user, SoftwareKey(b"sebelas"), now=NOW)) == "too_many"


def test_a_second_application_takes_the_place_of_the_first_and_the_table_holds_one() -> None:
    user = with_app(UserFactory(), now=NOW)
    with_app(user, now=NOW)

    assert Authenticator.objects.filter(user=user, type=factors.APP).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Authenticator.objects.create(user=user, type=factors.APP, data={})


def test_what_is_removed_opens_nothing_and_with_the_last_the_paper_goes(settings: Any) -> None:
    key = SoftwareKey()
    user = with_key(with_app(UserFactory(), now=NOW), key, now=NOW)

    factors.remove(user, "aplikasi", now=NOW)
    between = factors_of(user)
    factors.remove(user, between.keys[0].mark, now=NOW)

    assert (between.are_there, between.codes_left, factors_of(user).rows) == (True, 10, [])
    with pytest.raises(Stale):
        factors.remove(user, "aplikasi", now=NOW)


def test_the_last_stays_with_whoever_must_have_one(settings: Any) -> None:
    settings.SECOND_STEP_ROLES = [Role.SECRETARIAT]
    user = with_app(person("Endang", Role.SECRETARIAT), now=NOW)

    assert code_of_refusal(lambda: factors.remove(user, "aplikasi", now=NOW)) == "last"


def test_what_was_lost_is_taken_off_with_a_reason_a_letter_and_an_event_that_hides_the_words() -> None:
    user, officer = with_app(UserFactory(), now=NOW), person("Endang", Role.SECRETARIAT)

    factors.reset(user, "Ponsel hilang di Ubud; dipastikan lewat telepon kantor", by=officer, now=NOW)

    assert factors_of(user).rows == []
    user.refresh_from_db()
    assert user.sessions_end_at == NOW
    event = Event.objects.get(kind="second_step.reset")
    assert (event.actor, list(event.body), "Ubud" in str(event.body)) == (officer.actor, ["reason_sha256"], False)
    assert FactorReset.objects.get().reason.startswith("Ponsel hilang")
    notice = Notice.objects.get(kind="accounts.second_step_reset")
    assert "Ponsel hilang di Ubud" in notice.context["reason"]
    with pytest.raises(Stale):
        factors.reset(user, "lagi", by=officer, now=NOW)


def test_nobody_resets_their_own(settings: Any) -> None:
    user = with_app(person("Endang", Role.SECRETARIAT), now=NOW)

    assert code_of_refusal(lambda: factors.reset(user, "hilang", by=user, now=NOW)) == "own"


def test_the_reason_of_a_reset_is_never_rewritten() -> None:
    user = with_app(UserFactory(), now=NOW)
    factors.reset(user, "hilang", by=SYSTEM, now=NOW)

    for deed in (lambda: FactorReset.objects.update(reason="lain"), lambda: FactorReset.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


@pytest.mark.parametrize(
    ("roles", "is_superuser", "demanded"),
    [
        ([Role.DINAS_SIGNER], False, False),
        ([Role.SECRETARIAT], False, True),
        ([Role.JUROR, Role.AUDITOR], False, True),
        ([Role.OWNER], False, False),
        ([], True, True),
        ([], False, False),
    ],
)
def test_the_settings_say_of_whom_a_second_step_is_demanded(
    settings: Any, roles: list[str], is_superuser: bool, demanded: bool
) -> None:
    settings.SECOND_STEP_ROLES = ["secretariat", "auditor", "administrator"]
    user = person("Sari", *roles, office=OfficeFactory())
    user.is_superuser = is_superuser

    assert factors.is_demanded_of(user) is demanded
    settings.SECOND_STEP_ROLES = []
    assert not factors.is_demanded_of(user)
