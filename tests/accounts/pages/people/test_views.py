"""The pages of whoever looks after people and offices, in a browser's way."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ovop_portal.accounts.invitations import invite
from ovop_portal.accounts.models import Invitation, User
from ovop_portal.accounts.operations import grant_role
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from regions.models import Office
from tests.accounts.factories import PASSWORD, invitation, person
from tests.regions.factories import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return OfficeFactory(code="51.07")


@pytest.fixture
def secretary() -> User:
    return person("Rina Sekretariat", Role.SECRETARIAT, now=now())


@pytest.fixture
def officer(client: Client, secretary: User) -> Client:
    client.force_login(secretary)
    return client


@pytest.fixture
def signer(office: Office) -> User:
    return person("I Ketut Penanda", Role.DINAS_SIGNER, office=office, now=now())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: Any, **asked: str) -> str:
    answer = client.get(reverse(f"accounts:{name}", args=args), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def send(client: Client, at: str, /, *args: Any, **fields: str) -> Any:
    return client.post(reverse(f"accounts:{at}", args=args), {"kunci": str(uuid4()), **fields})


def test_people_are_found_by_role_name_and_contact_and_owners_only_when_asked_for(officer: Client) -> None:
    juror = person("Juri Satu", Role.JUROR, now=now())
    owner = person("Ni Wayan Pemilik", Role.OWNER, now=now())

    assert "Juri Satu" in page(officer, "people")
    assert "Ni Wayan Pemilik" not in page(officer, "people")
    assert "Ni Wayan Pemilik" in page(officer, "people", peran="owner")
    assert juror.email is not None
    assert owner.phone is not None
    for asked, name in (("juri", "Juri Satu"), (juror.email, "Juri Satu"), (owner.phone[3:], "Ni Wayan Pemilik")):
        assert name in page(officer, "people", q=asked)
    assert "Tidak ada yang cocok" in page(officer, "people", q="bukan siapa-siapa")
    # A zero before every number tells nobody apart.
    User.objects.filter(pk=owner.pk).update(email=None)
    assert "Ni Wayan Pemilik" not in page(officer, "people", q="0")


@pytest.mark.parametrize(("name", "queries"), [("people", 7), ("offices", 6), ("invitations", 8)])
def test_lists_cost_the_same_for_one_row_and_for_three(
    officer: Client, secretary: User, name: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number, code in enumerate(("51.07", "33.75", "51.01")):
        office = OfficeFactory(code=code)
        person(f"Operator {number}", Role.DINAS_OPERATOR, office=office, now=now())
        invited = {"email": f"o{number}@contoh.test", "phone": "", "office": office, "role": Role.DINAS_OPERATOR}
        invite(name=f"Orang {number}", by=secretary, now=now(), **invited)
        if number != 1:
            with django_assert_num_queries(queries):
                page(officer, name)


def test_an_office_costs_the_same_for_one_person_and_for_three(
    officer: Client, secretary: User, office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        person(f"Operator {number}", Role.DINAS_OPERATOR, office=office, now=now())
        invited = {"email": f"o{number}@contoh.test", "phone": "", "office": office, "role": Role.DINAS_OPERATOR}
        invite(name=f"Orang {number}", by=secretary, now=now(), **invited)
        if number != 1:
            with django_assert_num_queries(9):
                page(officer, "office", office.uuid)


def test_a_person_costs_the_same_with_one_role_and_with_three(
    officer: Client, office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = person("Satu", Role.CURATOR, now=now())
    many = person("Tiga", Role.CURATOR, Role.SCREENER, Role.AUDITOR, now=now())
    for one in (few, many):
        with django_assert_num_queries(10):
            page(officer, "person", one.uuid)


def test_offices_are_told_apart_by_whether_somebody_is_there_and_has_come_in(officer: Client, office: Office) -> None:
    came, waits = OfficeFactory(code="33.75"), OfficeFactory(code="51.01")
    person("Masuk", Role.DINAS_OPERATOR, office=came, now=now())
    User.objects.filter(name="Masuk").update(last_login=now())
    person("Belum", Role.DINAS_OPERATOR, office=waits, now=now())

    shown = {
        tab: [office.pk for office in officer.get(reverse("accounts:offices"), {"tampil": tab}).context["offices"].page]
        for tab in ("semua", "kosong", "belum-masuk", "entah")
    }

    assert (shown["kosong"], shown["belum-masuk"]) == ([office.pk], [waits.pk])
    assert sorted(shown["semua"]) == sorted(shown["entah"]) == sorted([office.pk, came.pk, waits.pk])
    assert "Karangasem" not in page(officer, "offices", provinsi="33").partition("<table")[2]
    assert "Karangasem" in page(officer, "offices", q="karangasem").partition("<table")[2]


def test_the_secretariat_invites_to_a_national_role_and_to_an_office(officer: Client, office: Office) -> None:
    national = send(officer, "invite", name="Made", email="made@contoh.test", role="screener")
    local = send(officer, "invite_to_office", office.uuid, name="Putu", phone="0812-3456-7890", role="dinas_signer")

    made, putu = Invitation.objects.order_by("pk")
    assert [national.url, local.url] == [reverse("accounts:invitation", args=[one.uuid]) for one in (made, putu)]
    assert (made.role, made.office, putu.role, putu.office, putu.phone) == (
        "screener", None, "dinas_signer", office, "+6281234567890",
    )  # fmt: skip
    assert 'src="data:image/svg+xml' in page(officer, "invitation", putu.uuid)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": "Made", "role": "screener", "phone": "0812-3456-7890"}, "email", "Isi e-mail"),
        ({"name": "Made", "role": "screener", "email": "made"}, "email", "harus"),
        ({"name": "Made", "email": "made@contoh.test", "role": "owner"}, "role", ""),
        ({"name": "Sari", "email": "{held}", "role": "screener"}, "email", "sudah memegang peran itu"),
        ({"name": "Lagi", "email": "lagi@contoh.test", "role": "secretariat"}, "role", ""),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_at_its_field(
    officer: Client, fields: dict[str, str], field: str, words: str
) -> None:
    held = person("Sari", Role.SCREENER, now=now())
    answer = send(officer, "invite", **{name: value.format(held=held.email) for name, value in fields.items()})

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert f'value="{fields["name"]}"' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_withdrawn(officer: Client, secretary: User) -> None:
    made = invitation(secretary, Role.JUROR, now=now())
    before = made.fingerprint

    again = send(officer, "invitation", made.uuid, ulang="ya")
    made.refresh_from_db()
    assert (again.status_code, made.fingerprint == before) == (302, False)
    withdrawn = send(officer, "invitation", made.uuid, tarik="ya")
    assert withdrawn.url == reverse("accounts:invitations")
    assert "Ditarik" in page(officer, "invitation", made.uuid)
    assert send(officer, "invitation", made.uuid, ulang="ya").status_code == 409


def test_who_judges_is_invited_by_two_and_the_page_leads_the_second_person(officer: Client, secretary: User) -> None:
    said = {"name": "Made", "email": "made@contoh.test", "role": "screener"}
    answer = send(officer, "invite", **said)
    made = Invitation.objects.get()
    colleague = signed_in(person("Endang Rekan", Role.SECRETARIAT, now=now()))
    assert answer.url == reverse("accounts:invitation", args=[made.uuid])

    for reader, asked in ((officer, False), (colleague, True)):
        shown = page(reader, "invitation", made.uuid)
        assert "Menunggu persetujuan orang kedua" in shown
        assert ("Setujui dan kirim" in shown, "Kirim ulang" in shown) == (asked, False)
        assert ("undangan menunggu persetujuan Anda" in reader.get("/panitia/").content.decode()) is asked
    assert send(officer, "invitation", made.uuid, setuju="ya").status_code == 422

    send(colleague, "invitation", made.uuid, setuju="ya")

    assert "Endang Rekan" in page(officer, "invitation", made.uuid)
    assert "Kirim ulang" in page(officer, "invitation", made.uuid)
    assert send(colleague, "invitation", made.uuid, setuju="ya").status_code == 409


def test_one_address_is_written_to_six_times_a_day_and_what_was_typed_stays(officer: Client) -> None:
    said = {"name": "Made", "email": "made@contoh.test", "role": "screener"}
    for _time in range(6):
        send(officer, "invite", **said)
        send(officer, "invitation", Invitation.objects.latest("pk").uuid, tarik="ya")

    refused = send(officer, "invite", **said)

    assert (refused.status_code, 'value="made@contoh.test"' in refused.content.decode()) == (429, True)
    assert send(officer, "invite", **said | {"email": "lain@contoh.test"}).status_code == 302


def test_a_role_ends_after_a_second_look_and_nobody_ends_the_own(signer: User, office: Office) -> None:
    operator = person("Operator", Role.DINAS_OPERATOR, office=office, now=now()).memberships.get()
    theirs = signed_in(signer)

    assert "Akhiri peran Operator dinas" in page(theirs, "ending", operator.user.uuid, operator.pk)
    ended = send(theirs, "ending", operator.user.uuid, operator.pk)
    own = send(theirs, "ending", signer.uuid, signer.memberships.get().pk)

    operator.refresh_from_db()
    assert (ended.url, operator.ends_at is None) == (reverse("accounts:office", args=[office.uuid]), False)
    assert (own.status_code, "diakhiri oleh orang lain" in own.content.decode()) == (422, True)
    assert send(theirs, "ending", operator.user.uuid, operator.pk).status_code == 409


def test_a_signer_ends_no_role_of_another_office(signer: User) -> None:
    other = person("Lain", Role.DINAS_OPERATOR, office=OfficeFactory(code="33.75"), now=now()).memberships.get()
    assert send(signed_in(signer), "ending", other.user.uuid, other.pk).status_code == 403


def test_whoever_signs_for_one_office_is_led_there_and_for_two_chooses(signer: User, office: Office) -> None:
    answer = signed_in(signer).get(reverse("accounts:own_offices"))
    assert answer.url == reverse("accounts:office", args=[office.uuid])  # type: ignore[attr-defined]

    other = OfficeFactory(code="33.75")
    grant_role(signer, Role.DINAS_SIGNER, office=other, by="system:tests", now=now())
    listed = page(signed_in(User.objects.get(pk=signer.pk)), "own_offices")
    assert all(reverse("accounts:office", args=[one.uuid]) in listed for one in (office, other))


def test_contacts_are_mended_for_somebody_and_count_as_not_proved(officer: Client, signer: User) -> None:
    fields = {"name": "I Ketut Penanda", "email": "baru@contoh.test", "phone": signer.phone or ""}
    answer = send(officer, "contacts", signer.uuid, **fields)

    signer.refresh_from_db()
    assert answer.url == reverse("accounts:person", args=[signer.uuid])
    assert (signer.email, signer.email_verified_at) == ("baru@contoh.test", None)
    assert "belum dipastikan" in page(officer, "person", signer.uuid)
    taken = send(officer, "contacts", signer.uuid, **fields | {"phone": "", "email": ""})
    assert taken.status_code == 422


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.AUDITOR, "administrator"])
def test_no_secretary_takes_over_who_decides_with_them_or_watches_them(officer: Client, role: str) -> None:
    """Else one of them could mend the address of the second person, ask for a new password there, and be both."""
    if role == "administrator":
        other = User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD)
        grant_role(other, Role.SCREENER, by="system:tests", now=now())
    else:
        other = person("Kedua", role, now=now())
    fields = {"name": "X", "email": "saya@contoh.test", "phone": ""}

    answers = [
        send(officer, "contacts", other.uuid, **fields),
        send(officer, "closing", other.uuid),
        send(officer, "ending", other.uuid, other.memberships.get().pk),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "Ubah nama atau kontak" not in page(officer, "person", other.uuid)


def test_no_secretary_mends_who_judges_nor_a_closed_second_secretary(officer: Client) -> None:
    judge, closed = person("Juri", Role.JUROR, now=now()), person("Kedua", Role.SECRETARIAT, now=now())
    User.objects.filter(pk=closed.pk).update(is_active=False)
    fields = {"name": "X", "email": "saya@contoh.test", "phone": ""}

    assert [send(officer, "contacts", one.uuid, **fields).status_code for one in (judge, closed)] == [403, 403]
    assert send(officer, "closing", closed.uuid).status_code == 403


def test_no_secretary_opens_an_invitation_that_an_administrator_alone_may_give(officer: Client) -> None:
    first = User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD)
    made = invite(name="Dua", email="d@contoh.test", phone="", role="secretariat", office=None, by=first, now=now())

    assert officer.get(reverse("accounts:invitation", args=[made.uuid])).status_code == 403
    assert send(officer, "invitation", made.uuid, ulang="ya").status_code == 403


def test_an_account_is_closed_and_opened_again_but_never_the_own(
    officer: Client, secretary: User, signer: User
) -> None:
    for is_active, words in ((False, "Akun ini ditutup"), (True, "")):
        assert send(officer, "closing", signer.uuid).status_code == 302
        signer.refresh_from_db()
        assert signer.is_active is is_active
        assert words in page(officer, "person", signer.uuid)
    assert send(officer, "closing", secretary.uuid).status_code == 403
    secretary.refresh_from_db()
    assert secretary.is_active


def test_an_office_is_mended_by_its_signer_and_told_in_the_journal(signer: User, office: Office) -> None:
    answer = send(signed_in(signer), "office_change", office.uuid, name="Dinas Perindag", phone="0363-21001")

    office.refresh_from_db()
    assert answer.url == reverse("accounts:office", args=[office.uuid])
    assert (office.name, office.phone) == ("Dinas Perindag", "+6236321001")
    assert Event.objects.get(kind="office.changed").actor == signer.actor
