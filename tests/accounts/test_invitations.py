"""Invitations: who may invite whom, one link for one use, and the role that comes of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from ovop_portal.accounts import invitations
from ovop_portal.accounts.models import Invitation, Membership, User
from ovop_portal.accounts.operations import close_account, end_role
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from regions.models import Office
from tests.accounts.factories import NOW, PASSWORD, UserFactory, invitation, person
from tests.regions.factories import OfficeFactory
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return OfficeFactory(code="51.07")


@pytest.fixture
def secretary() -> User:
    return person("Rina", Role.SECRETARIAT)


def invite_alone(by: User, role: str = Role.SCREENER, office: Office | None = None, **said: Any) -> Invitation:
    given = {"name": "Ni Luh", "email": "NiLuh@contoh.test", "phone": "", "now": NOW} | said
    return invitations.invite(role=role, office=office, by=by, **given)


def invite(by: User, role: str = Role.SCREENER, office: Office | None = None, **said: Any) -> Invitation:
    return invitation(by, role, office=office, **{"email": "NiLuh@contoh.test"} | said)


def token_of(invitation: Invitation) -> str:
    return invitations.path_of(invitation).rstrip("/").rpartition("/")[2]


def found(invitation: Invitation, *, after: timedelta = timedelta()) -> Invitation | None:
    return invitations.find(token_of(invitation), now=NOW + after)


def refusal(work: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        work()
    return [item.code for item in refused.value.missing]


def sent(mailbox: list[EmailMessage]) -> list[str]:
    """What has gone out once everything due is sent."""
    deliver_due(now=NOW + timedelta(days=30))
    return [str(mail.body) for mail in mailbox]


def test_the_invited_opens_an_account_and_holds_the_role_that_the_inviter_gave(secretary: User, office: Office) -> None:
    made = invite(secretary, Role.DINAS_SIGNER, office)
    taken = found(made)
    assert taken is not None

    user = invitations.take_with_new_account(taken, name="Ni Luh Sari", password=PASSWORD, now=NOW)

    held = Membership.objects.get(user=user)
    assert (user.name, user.email, user.check_password(PASSWORD)) == ("Ni Luh Sari", "niluh@contoh.test", True)
    assert user.email_verified_at == NOW, "the link came by a letter"
    assert (held.role, held.office, held.granted_by) == (Role.DINAS_SIGNER, office, secretary.actor)
    told = Event.objects.filter(kind__startswith="invitation.").order_by("pk")
    assert [(event.kind, event.actor) for event in told] == [
        ("invitation.made", secretary.actor),
        ("invitation.taken", user.actor),
    ]
    assert found(made) is None, "the link is for one use"


def test_the_letter_brings_the_link_and_the_table_does_not(secretary: User, mailoutbox: list[EmailMessage]) -> None:
    made = invite(secretary)

    [body] = sent(mailoutbox)

    assert invitations.path_of(made) in body
    assert "Pemeriksa administrasi" in body
    letter = Outbox.objects.get(to="niluh@contoh.test")
    assert token_of(made) not in f"{letter.context} {letter.path} {made.fingerprint}"


def test_without_an_address_nothing_is_sent_and_that_is_for_offices_only(secretary: User, office: Office) -> None:
    invite(secretary, Role.DINAS_OPERATOR, office, email="", phone="+6281234567890")
    assert not Outbox.objects.exists()
    assert refusal(lambda: invite(secretary, email="", phone="+6281234567890")) == ["letter_needed"]


def test_nobody_takes_what_they_gave_nor_what_its_giver_may_not_give_any_more(office: Office) -> None:
    signer = person("Penanda", Role.DINAS_SIGNER, office=office)
    made = invite(signer, Role.DINAS_OPERATOR, office)
    assert refusal(lambda: invitations.take(made, by=signer, now=NOW)) == ["own"]

    end_role(signer.memberships.get(), by="system:tests", now=NOW - timedelta(hours=1))
    with pytest.raises(Stale):
        invitations.take_with_new_account(made, name="Ni Luh", password=PASSWORD, now=NOW)
    assert not User.objects.filter(email="niluh@contoh.test").exists()


def test_who_judges_is_invited_by_two_and_only_the_second_lets_the_letter_go(
    secretary: User, mailoutbox: list[EmailMessage]
) -> None:
    colleague = person("Endang", Role.SECRETARIAT)
    made = invite_alone(secretary)

    assert (made.waits_for_second, found(made)) == (True, None)
    [body] = sent(mailoutbox)
    assert mailoutbox[0].to == [colleague.email], "the one who invited is not asked"
    assert "Ni Luh akan diundang menjadi Pemeriksa administrasi" in body
    assert refusal(lambda: invitations.agree(made, by=secretary, now=NOW)) == ["same_person"]
    with pytest.raises(Stale):
        invitations.send_again(made, by=secretary, now=NOW)

    before, later = token_of(made), NOW + timedelta(days=30)
    invitations.agree(made, by=colleague, now=later)

    assert invitations.find(before, now=later) is None, "the link that was made before two agreed opens nothing"
    assert found(made, after=timedelta(days=43)) == made
    assert invitations.path_of(made) in sent(mailoutbox)[-1]
    with pytest.raises(Stale):
        invitations.agree(made, by=colleague, now=later)


@pytest.mark.parametrize("role", [Role.SCREENER, Role.JUROR, Role.CURATOR])
def test_neither_of_the_two_who_gave_a_role_takes_it(secretary: User, role: Role) -> None:
    colleague = person("Endang", Role.SECRETARIAT)
    made = invite_alone(secretary, role)
    invitations.agree(made, by=colleague, now=NOW)
    for giver in (secretary, colleague):
        assert refusal(partial(invitations.take, made, by=giver, now=NOW)) == ["own"]


def test_only_who_may_give_a_role_agrees_to_it_and_it_falls_with_either_giver(secretary: User, office: Office) -> None:
    made, colleague = invite_alone(secretary), person("Endang", Role.SECRETARIAT)
    for stranger in (person("Penanda", Role.DINAS_SIGNER, office=office), person("Pemeriksa", Role.SCREENER)):
        assert refusal(partial(invitations.agree, made, by=stranger, now=NOW)) == ["not_yours"]

    invitations.agree(made, by=colleague, now=NOW)
    end_role(colleague.memberships.get(), by="system:tests", now=NOW - timedelta(hours=1))
    with pytest.raises(Stale):
        invitations.take(made, by=person("Ni Luh"), now=NOW)


def test_the_database_lets_nobody_judge_by_one_word(secretary: User) -> None:
    made = invite_alone(secretary)
    by_one = {"taken_at": NOW, "taken_by": person("Ni Luh")}
    for values, name in (
        (by_one, "invitation_to_judge_agreed"),
        (by_one | {"agreed_at": NOW, "agreed_by": secretary.actor}, "invitation_agreed_by_another"),
        ({"agreed_at": NOW}, "invitation_agreed_by_somebody"),
        ({"agreed_at": NOW, "agreed_by": "Endang"}, "invitation_agreed_by_actor"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Invitation.objects.filter(pk=made.pk).update(**values)

    invitations.agree(made, by=person("Endang", Role.SECRETARIAT), now=NOW)
    with pytest.raises(IntegrityError, match="accounts_invitation_agreed"), transaction.atomic():
        Invitation.objects.filter(pk=made.pk).update(agreed_by=person("Lain").actor)


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_in_the_same_moment_send_one_letter() -> None:
    made = invite_alone(person("Rina", Role.SECRETARIAT))
    first, second = person("Endang", Role.SECRETARIAT), person("Yusuf", Role.SECRETARIAT)
    made_too = Invitation.objects.get(pk=made.pk)

    outcomes = at_once(
        lambda: invitations.agree(made, by=first, now=NOW), lambda: invitations.agree(made_too, by=second, now=NOW)
    )

    assert outcomes.count("done") == 1
    assert Outbox.objects.filter(to="niluh@contoh.test").count() == 1


def test_a_fresh_link_makes_the_one_before_void_and_its_letter_says_so(
    secretary: User, mailoutbox: list[EmailMessage]
) -> None:
    made = invite(secretary)
    before = token_of(made)

    invitations.send_again(made, by=secretary, now=NOW + timedelta(days=20))

    assert invitations.find(before, now=NOW) is None
    assert found(made, after=timedelta(days=30)) == made
    invitations.withdraw(made, by=secretary, now=NOW + timedelta(days=21))
    assert all("sudah diterima, ditarik, atau diganti" in body for body in sent(mailoutbox))


def test_a_link_ends_after_two_weeks(secretary: User) -> None:
    made = invite(secretary)
    assert found(made, after=timedelta(days=13)) == made
    assert found(made, after=timedelta(days=14)) is None


def test_what_is_taken_or_withdrawn_is_neither_sent_nor_withdrawn_nor_taken_again(secretary: User) -> None:
    taken, withdrawn = invite(secretary), invite(secretary, Role.CURATOR)
    invitations.take_with_new_account(taken, name="Ni Luh", password=PASSWORD, now=NOW)
    invitations.withdraw(withdrawn, by=secretary, now=NOW)

    for made in (taken, withdrawn):
        for deed in (invitations.send_again, invitations.withdraw, invitations.take):
            with pytest.raises(Stale):
                deed(made, by=secretary, now=NOW)


def test_who_has_an_account_takes_the_role_with_it(secretary: User) -> None:
    user = UserFactory.create(email="niluh@contoh.test")
    made = invite(secretary)

    assert invitations.has_account(made)
    assert refusal(partial(invitations.take_with_new_account, made, name="X", password=PASSWORD, now=NOW)) == [
        "has_account"
    ]
    invitations.take(made, by=user, now=NOW)

    assert user.memberships.get().role == Role.SCREENER
    assert refusal(lambda: invite(secretary)) == ["held"]


def test_a_role_at_odds_with_one_that_is_held_is_refused_when_it_is_taken(secretary: User, office: Office) -> None:
    juror = person("Juri", Role.JUROR)
    made = invite(secretary, Role.DINAS_OPERATOR, office)

    assert refusal(lambda: invitations.take(made, by=juror, now=NOW)) == ["at_odds"]
    made.refresh_from_db()
    assert made.is_open


@pytest.mark.parametrize(
    ("role", "where", "who"),
    [
        (Role.SCREENER, "", "signer"),
        (Role.DINAS_OPERATOR, "33.75", "signer"),
        (Role.PROVINCE_OFFICER, "51", "signer"),
        (Role.DINAS_OPERATOR, "51.07", "operator"),
        (Role.DINAS_OPERATOR, "51", "secretary"),
        (Role.DINAS_OPERATOR, "", "secretary"),
        (Role.PROVINCE_OFFICER, "51.07", "secretary"),
        (Role.OWNER, "", "secretary"),
        (Role.SECRETARIAT, "", "secretary"),
        (Role.AUDITOR, "", "secretary"),
    ],
)
def test_nobody_invites_beyond_what_they_look_after(role: str, where: str, who: str, office: Office) -> None:
    people = {
        "secretary": (Role.SECRETARIAT, None),
        "signer": (Role.DINAS_SIGNER, office),
        "operator": (Role.DINAS_OPERATOR, office),
    }
    held, place = people[who]
    places = {"": None, "51.07": office, "51": OfficeFactory(code="51"), "33.75": OfficeFactory(code="33.75")}
    by = person("Petugas", held, office=place)

    assert refusal(lambda: invite(by, role, places[where])) == ["not_yours"]


def test_an_administrator_invites_who_decides_by_two_and_who_watches_and_whomever_else(office: Office) -> None:
    first = User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD)
    for role in (Role.SECRETARIAT, Role.AUDITOR):
        assert invite(first, role).role == role
    assert invite(first, Role.DINAS_OPERATOR, office).office == office


def test_a_signer_invites_to_the_own_office(office: Office) -> None:
    signer = person("Penanda", Role.DINAS_SIGNER, office=office)
    assert invite(signer, Role.DINAS_OPERATOR, office).made_by == signer.actor


def test_a_second_open_invitation_of_one_contact_and_role_is_refused(secretary: User, office: Office) -> None:
    first = invite(secretary, phone="+6281234567890")
    assert refusal(lambda: invite(secretary, email="niluh@CONTOH.test")) == ["invited"]
    assert refusal(lambda: invite(secretary, email="lain@contoh.test", phone="+6281234567890")) == ["invited"]
    invite(secretary, Role.CURATOR)
    invite(secretary, Role.DINAS_OPERATOR, office)

    invitations.withdraw(first, by=secretary, now=NOW)
    invite(secretary)


@pytest.mark.parametrize(
    ("said", "code"),
    [({"email": "", "phone": ""}, "contact_needed"), ({"name": "Ni ☃ Luh"}, "unprintable")],
)
def test_without_contact_or_with_a_name_that_cannot_be_printed_nobody_is_invited(
    secretary: User, said: dict[str, str], code: str
) -> None:
    assert refusal(lambda: invite(secretary, **said)) == [code]


def test_a_weak_password_leaves_the_invitation_open(secretary: User) -> None:
    made = invite(secretary)
    assert refusal(partial(invitations.take_with_new_account, made, name="Ni Luh", password="niluh", now=NOW)) == [
        "password_weak"
    ]
    assert (found(made), User.objects.filter(email="niluh@contoh.test").exists()) == (made, False)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_link_in_the_same_moment_do_not_both_get_the_role() -> None:
    made = invite(person("Rina", Role.SECRETARIAT))
    ni, made_too = person("Ni"), Invitation.objects.get(pk=made.pk)

    outcomes = at_once(
        lambda: invitations.take(made, by=ni, now=NOW),
        lambda: invitations.take_with_new_account(made_too, name="Lain", password=PASSWORD, now=NOW),
    )

    assert outcomes.count("done") == 1
    assert Membership.objects.filter(role=Role.SCREENER).count() == 1


def test_a_closed_account_takes_nothing(secretary: User) -> None:
    user = UserFactory.create(email="niluh@contoh.test")
    close_account(user, by=secretary, now=NOW)
    user.refresh_from_db()

    assert refusal(lambda: invitations.take(invite(secretary), by=user, now=NOW)) == ["user_inactive"]
