"""The book of the jury in the secretariat's browser."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Appointment, Institution, Juror
from assessments.operations import seats
from assessments.operations.assigning import seat_panel
from assessments.operations.jurors import appoint
from awards.states import NominationState as S
from ikm.models import CommodityGroup
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.ledger.models import Event
from tests.accounts.factories import person
from tests.assessments.factories import InstitutionFactory, JurorFactory
from tests.assessments.officers import words
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def page(client: Client, at: str, *args: Any, **asked: str) -> str:
    answer = client.get(reverse(f"assessments:{at}", args=args), asked)
    assert answer.status_code == 200
    return words(answer)


def send(client: Client, at: str, /, *args: Any, **fields: Any) -> Any:
    return client.post(reverse(f"assessments:{at}", args=args), {"kunci": str(uuid4()), **fields})


def decree(*jurors: Juror, **more: str) -> dict[str, Any]:
    """A decree of 1 March 2026 as its form sends it."""
    days = {f"{name}_{n}": part for name in ("decree_date", "starts_on") for n, part in enumerate(("1", "3", "2026"))}
    return {"decree_number": "5/2026", **days, "jurors": [str(one.user.uuid) for one in jurors], **more}


def test_jurors_are_told_apart_by_decree_and_record_and_found_by_name_body_and_craft(
    officer: Client, scene: Scene
) -> None:
    house = InstitutionFactory(name="Yayasan Batik")
    knows = JurorFactory(name="Ayu Batik", institution=house, techniques="batik tulis")
    knows.expertise.set(CommodityGroup.objects.filter(pk="kain_batik"))
    JurorFactory(name="Tanpa Keputusan", appointed=False)
    person("Tanpa Catatan", Role.JUROR, now=scene.now)

    for tab, name in (
        ("bertugas", "Ayu Batik"),
        ("belum-diangkat", "Tanpa Keputusan"),
        ("belum-dicatat", "Tanpa Catatan"),
    ):
        shown = page(officer, "jurors", tampil=tab)
        others = {"Ayu Batik", "Tanpa Keputusan", "Tanpa Catatan"} - {name}
        assert name in shown
        assert not any(other in shown for other in others)
    for asked in ({"q": "ayu"}, {"q": "yayasan"}, {"q": "batik tulis"}, {"kelompok": "kain_batik"}):
        shown = page(officer, "jurors", **asked)
        assert ("Ayu Batik" in shown, "Tanpa Keputusan" in shown) == (True, False)
    assert "Tidak ada yang cocok" in page(officer, "jurors", q="bukan siapa-siapa")
    assert "Ayu Batik" in page(officer, "jurors", kelompok="bukan_kelompok", tampil="entah")


@pytest.mark.parametrize(("at", "queries"), [("jurors", 8), ("institutions", 5), ("appoint", 5)])
def test_lists_cost_the_same_for_one_row_and_for_three(
    officer: Client, at: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        juror = JurorFactory(appointed=at != "appoint")
        juror.expertise.set(CommodityGroup.objects.all()[:2])
        if number != 1:
            with django_assert_num_queries(queries):
                page(officer, at)


def test_a_juror_costs_the_same_with_one_seat_and_decree_and_with_three(
    officer: Client, scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    juror, day, kept = JurorFactory(), day_in_wib(scene.now), {"by": scene.secretariat, "now": scene.now}
    for code in ("kain_batik", "gerabah", "anyaman"):
        Appointment.objects.standing().filter(juror=juror).update(ended_at=scene.now, ended_because="Uji")
        appoint([juror], decree_number=code, decree_date=day, starts_on=day, **kept)
        seat_panel(scene.edition, code, [juror], **kept)
        if code != "gerabah":
            with django_assert_num_queries(11):
                page(officer, "juror", juror.user.uuid)


def test_a_juror_is_recorded_then_appointed_then_mended(officer: Client, scene: Scene) -> None:
    new, house = person("Ayu Baru", Role.JUROR, now=scene.now), InstitutionFactory(name="Cita Tenun")
    fields = {"institution": house.pk, "home": scene.regency.pk, "expertise": ["kain_tenun"], "techniques": "ikat"}
    recorded = send(officer, "juror_change", new.uuid, **fields, capacity="1.0")
    assert (recorded.status_code, Juror.objects.filter(user=new).exists()) == (422, False)
    recorded = send(officer, "juror_change", new.uuid, **fields, capacity="12")

    juror = Juror.objects.get(user=new)
    assert recorded.url == reverse("assessments:juror", args=[new.uuid])
    assert (juror.institution, juror.home_regency, juror.techniques, juror.capacity) == (
        house, scene.regency, "ikat", 12,
    )  # fmt: skip
    assert "Belum diangkat" in page(officer, "juror", new.uuid)
    assert send(officer, "appoint", **decree(juror)).url == reverse("assessments:jurors")
    shown = page(officer, "juror", new.uuid)
    assert "5/2026" in shown
    assert "bertugas sejak 1 Maret 2026" in shown
    send(officer, "juror_change", new.uuid, institution=house.pk)
    juror.refresh_from_db()
    assert (juror.home_regency, juror.techniques, juror.capacity, juror.expertise.count()) == (None, "", None, 0)


def test_nobody_is_recorded_who_does_not_hold_the_role(officer: Client, scene: Scene) -> None:
    assert officer.get(reverse("assessments:juror_change", args=[scene.owner.uuid])).status_code == 404
    assert send(officer, "juror_change", scene.owner.uuid, institution=InstitutionFactory().pk).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"decree_number": ""}, "decree_number", "Isi nomor keputusan"),
        ({"decree_date_1": "13"}, "decree_date", "tanggal yang ada"),
        ({"decree_date_2": str(date.today().year + 1)}, "decree_date", "tidak boleh sesudah hari ini"),
        ({"ends_on_0": "28", "ends_on_1": "2", "ends_on_2": "2026"}, "ends_on", "Hari terakhir harus sama"),
        ({"jurors": []}, "jurors", "Pilih juri"),
        ({"jurors": ["bukan-juri"]}, "jurors", ""),
    ],
)
def test_what_is_wrong_with_a_decree_is_said_at_its_field_and_nothing_is_lost(
    officer: Client, wrong: dict[str, Any], field: str, says: str
) -> None:
    juror = JurorFactory(appointed=False)

    answer = send(officer, "appoint", **decree(juror) | wrong)

    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert 'value="2026"' in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_decree_sent_twice_appoints_once(officer: Client) -> None:
    juror = JurorFactory(appointed=False)
    fields = {**decree(juror), "kunci": str(uuid4())}

    answers = [officer.post(reverse("assessments:appoint"), fields) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Appointment.objects.count() == 1


def test_an_appointment_ends_with_a_reason_once_nobody_waits_for_the_juror(officer: Client, scene: Scene) -> None:
    scene.at(S.IN_ASSESSMENT)
    juror = scene.jurors[0]
    path = [juror.user.uuid, juror.appointments.get().uuid]

    assert "masih duduk di panel OVOP 2026" in page(officer, "appointment_end", *path)
    assert send(officer, "appointment_end", *path, reason="Sakit").status_code == 422
    for seat in juror.seats.seated():
        seats.end_seat(seat, "Sakit", by=scene.secretariat, now=scene.now)
    assert send(officer, "appointment_end", *path, reason="").status_code == 422
    assert send(officer, "appointment_end", *path, reason="Sakit").status_code == 302

    assert send(officer, "appointment_end", *path, reason="Sakit").status_code == 409
    assert officer.get(reverse("assessments:appointment_end", args=path)).status_code == 409
    shown = page(officer, "juror", juror.user.uuid)
    assert "diakhiri" in shown
    assert "Sakit" in shown


def test_a_body_is_recorded_mended_and_leaves(officer: Client, scene: Scene) -> None:
    fields = {"name": "Pemerintah Provinsi Bali", "province": "51", "teams": ["tim_seleksi", "kelompok_kerja"]}
    assert send(officer, "institution_new", **fields).url == reverse("assessments:institutions")
    [body] = Institution.objects.all()
    assert (body.province_id, body.in_selection_team, body.in_working_group) == ("51", True, True)
    twice = send(officer, "institution_new", **fields | {"name": "pemerintah  provinsi BALI"})
    assert (twice.status_code, "sudah dicatat" in str(twice.context["form"].errors["name"])) == (422, True)
    assert send(officer, "institution", body.uuid, **fields | {"teams": []}).status_code == 422

    send(officer, "institution", body.uuid, **fields | {"teams": ["kelompok_kerja"], "province": ""})
    body.refresh_from_db()
    assert (body.province_id, body.in_selection_team) == (None, False)
    send(officer, "institution_end", body.uuid)
    assert "Pemerintah Provinsi Bali" in page(officer, "institutions", tampil="keluar")
    assert "Pemerintah Provinsi Bali" not in page(officer, "institutions")
    send(officer, "institution_end", body.uuid)
    assert "Pemerintah Provinsi Bali" in page(officer, "institutions")
    assert list(Event.objects.filter(subject=body.subject).order_by("pk").values_list("kind", flat=True)) == [
        "institution.added", "institution.changed", "institution.ended", "institution.restored",
    ]  # fmt: skip


def test_a_body_with_appointed_jurors_is_told_that_it_stays(officer: Client) -> None:
    juror = JurorFactory()
    answer = send(officer, "institution_end", juror.institution.uuid)
    assert (answer.status_code, "masih diangkat" in words(answer)) == (422, True)


def test_the_invitation_of_a_juror_begins_with_the_role(officer: Client) -> None:
    shown = officer.get(reverse("accounts:invite"), {"peran": "juror"}).content.decode()
    assert 'value="juror"' in shown.partition("checked")[0].rpartition("<input")[2]
