"""The book of the jury: bodies, jurors, and the decrees that appoint them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessments.models import Appointment, Institution, Juror
from assessments.operations import assigning, seats
from assessments.operations.jurors import (
    appoint,
    end_appointment,
    end_institution,
    keep_institution,
    keep_juror,
    restore_institution,
)
from awards.states import NominationState as S
from ikm.models import CommodityGroup
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from regions.models import Province
from tests.accounts.factories import person
from tests.assessments.factories import InstitutionFactory, JurorFactory
from tests.scene import Scene

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def refused(work: Any, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        work(*args, **kwargs)
    return [(item.code, item.field) for item in refusal.value.missing]


def by_decree(
    scene: Scene, *jurors: Juror, number: str = "5/2026", starts: date = DAY, ends: date | None = None
) -> Any:
    dates = {"decree_date": DAY, "starts_on": starts, "ends_on": ends}
    return appoint(jurors, decree_number=number, **dates, by=scene.secretariat, now=scene.now)


def test_a_body_is_recorded_mended_leaves_and_comes_back_and_the_journal_says_so(scene: Scene) -> None:
    kept = {"by": scene.secretariat, "now": scene.now}
    body = Institution(name="GAPMMI", in_working_group=True)
    keep_institution(body, **kept)
    body.province = Province.objects.get(pk="51")
    keep_institution(body, **kept)
    end_institution(body, **kept)
    with pytest.raises(Stale):
        end_institution(body, **kept)
    assert not Institution.objects.members().filter(pk=body.pk).exists()
    restore_institution(body, **kept)
    with pytest.raises(Stale):
        restore_institution(body, **kept)

    told = Event.objects.filter(subject=body.subject).order_by("pk")
    assert [event.kind.removeprefix("institution.") for event in told] == ["added", "changed", "ended", "restored"]
    assert [event.said for event in told][:2] == [
        {"province": "", "teams": ["selection_team", "working_group"]},
        {"province": "51", "teams": ["selection_team", "working_group"]},
    ]


def test_a_body_has_a_name_of_its_own_that_can_be_printed_and_belongs_to_a_team(scene: Scene) -> None:
    kept = {"by": scene.secretariat, "now": scene.now}
    keep_institution(Institution(name="Yayasan Batik"), **kept)

    assert refused(keep_institution, Institution(name="yayasan  BATIK"), **kept) == [("name_taken", "name")]
    assert refused(keep_institution, Institution(name="机构"), **kept) == [("unprintable", "name")]
    nowhere = Institution(name="Lain", in_selection_team=False)
    assert refused(keep_institution, nowhere, **kept) == [("no_team", "teams")]
    with pytest.raises(IntegrityError, match="institution_is_somewhere"), transaction.atomic():
        nowhere.save()


def test_a_body_whose_jurors_are_appointed_does_not_leave(scene: Scene) -> None:
    juror = scene.jurors[0]
    kept = {"by": scene.secretariat, "now": scene.now}

    assert refused(end_institution, juror.institution, **kept) == [("has_jurors", "")]
    end_appointment(juror.appointments.get(), "Pindah", **kept)
    end_institution(juror.institution, **kept)

    # Who was of it before may be mended; nobody new comes from it.
    juror.capacity = 3
    keep_juror(juror, [], **kept)
    other = Juror(user=person("Baru", Role.JUROR, now=scene.now), institution=juror.institution)
    assert refused(keep_juror, other, [], **kept) == [("not_sending", "institution")]


def test_only_a_member_of_the_selection_team_sends_jurors(scene: Scene) -> None:
    house = InstitutionFactory(in_selection_team=False, in_working_group=True)
    new = Juror(user=person("Baru", Role.JUROR, now=scene.now), institution=house)

    assert refused(keep_juror, new, [], by=scene.secretariat, now=scene.now) == [("not_sending", "institution")]


def test_a_juror_is_recorded_with_crafts_techniques_and_capacity(scene: Scene) -> None:
    new = Juror(
        user=person("Baru", Role.JUROR, now=scene.now),
        institution=InstitutionFactory(),
        techniques="tenun ikat",
        capacity=12,
    )
    keep_juror(new, CommodityGroup.objects.filter(pk="kain_tenun"), by=scene.secretariat, now=scene.now)

    found = Juror.objects.get(pk=new.pk)
    assert (found.techniques, found.capacity, [group.pk for group in found.expertise.all()]) == (
        "tenun ikat", 12, ["kain_tenun"],
    )  # fmt: skip
    told = Event.objects.get(kind="juror.registered", subject=new.subject)
    assert told.said == {"regency": "", "institution": str(new.institution.uuid)}
    with pytest.raises(Stale):
        keep_juror(Juror(user=new.user, institution=new.institution), [], by=scene.secretariat, now=scene.now)
    with pytest.raises(IntegrityError, match="juror_capacity_plausible"), transaction.atomic():
        Juror.objects.filter(pk=new.pk).update(capacity=0)


def test_who_holds_no_role_of_a_juror_is_not_recorded(scene: Scene) -> None:
    new = Juror(user=scene.owner, institution=InstitutionFactory())
    assert refused(keep_juror, new, [], by=scene.secretariat, now=scene.now) == [("no_role", "user")]


def test_one_decree_appoints_many_from_the_first_day_to_the_last(scene: Scene) -> None:
    first, second = JurorFactory(appointed=False), JurorFactory(appointed=False)
    today = day_in_wib(scene.now)

    made = by_decree(scene, first, second, starts=today, ends=today)

    assert [one.juror for one in made] == [first, second]
    assert set(Juror.objects.appointed().filter(pk__in=[first.pk, second.pk])) == {first, second}
    days = ((timedelta(days=-1), False), (timedelta(), True), (timedelta(days=1), False))
    assert [(made[0].is_in_force(scene.now + shift), expected) for shift, expected in days] == [
        (expected, expected) for _shift, expected in days
    ]
    told = Event.objects.filter(kind="juror.appointed", subject=first.subject).get()
    assert told.said == {"decree": "5/2026", "from_day": str(today), "to_day": str(today)}


@pytest.mark.parametrize(
    ("starts", "ends", "meets"),
    [
        (date(2026, 1, 1), date(2026, 2, 28), False),
        (date(2026, 1, 1), date(2026, 3, 1), True),
        (date(2026, 3, 31), date(2026, 4, 30), True),
        (date(2026, 4, 1), None, False),
        (date(2026, 1, 1), None, True),
    ],
)
def test_nobody_is_appointed_twice_on_one_day_by_the_rule_and_by_the_table(
    scene: Scene, starts: date, ends: date | None, meets: bool
) -> None:
    juror = JurorFactory(appointed=False)
    by_decree(scene, juror, ends=date(2026, 3, 31))
    row = Appointment(juror=juror, decree_number="6/2026", decree_date=DAY, starts_on=starts, ends_on=ends)

    if meets:
        assert refused(by_decree, scene, juror, starts=starts, ends=ends) == [("appointed", "jurors")]
        with pytest.raises(IntegrityError, match="appointment_one_at_a_time"), transaction.atomic():
            row.save()
    else:
        by_decree(scene, juror, number="6/2026", starts=starts, ends=ends)


def test_a_decree_has_a_number_people_and_days_that_run_forward(scene: Scene) -> None:
    juror = JurorFactory(appointed=False)

    assert refused(by_decree, scene, juror, number=" ") == [("no_number", "decree_number")]
    assert refused(by_decree, scene) == [("nobody", "jurors")]
    assert refused(by_decree, scene, juror, ends=DAY - timedelta(days=1)) == [("backwards", "ends_on")]


def test_what_was_recorded_of_an_appointment_stays_and_an_ended_one_is_closed(scene: Scene) -> None:
    juror = JurorFactory()
    held = juror.appointments.get()
    rows = Appointment.objects.filter(pk=held.pk)
    for change in ({"decree_number": "9"}, {"starts_on": DAY}, {"ends_on": DAY}, {"juror": scene.jurors[0]}):
        with pytest.raises(IntegrityError, match="assessments_appointment_fixed"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="appointment_ended_has_reason"), transaction.atomic():
        rows.update(ended_at=scene.now)

    assert refused(end_appointment, held, " ", by=scene.secretariat, now=scene.now) == [("no_reason", "reason")]
    end_appointment(held, "Pindah tugas", by=scene.secretariat, now=scene.now)

    with pytest.raises(IntegrityError, match="assessments_appointment_ended"), transaction.atomic():
        rows.update(ended_because="Lain")
    with pytest.raises(Stale):
        end_appointment(held, "Lagi", by=scene.secretariat, now=scene.now)
    assert not Juror.objects.appointed().filter(pk=juror.pk).exists()
    told = Event.objects.get(kind="juror.appointment_ended")
    assert "Pindah" not in str(told.body)
    by_decree(scene, juror)  # the days are free again


def test_who_sits_on_a_panel_that_judges_is_replaced_before_the_appointment_ends(scene: Scene) -> None:
    scene.at(S.IN_ASSESSMENT)
    juror = scene.jurors[0]
    held, kept = juror.appointments.get(), {"by": scene.secretariat, "now": scene.now}

    assert refused(end_appointment, held, "Sakit", **kept) == [("seated", "")]
    for seat in juror.seats.seated():
        seats.end_seat(seat, "Sakit", **kept)
    end_appointment(held, "Sakit", **kept)


def test_whom_no_decree_appoints_today_gets_no_seat_and_no_file(scene: Scene) -> None:
    file = scene.at(S.IN_ASSESSMENT)
    entry, kept = file.assessment_entry, {"by": scene.secretariat, "now": scene.now}
    new = JurorFactory(appointed=False)

    with_seat = ("kain_tenun", [new])
    assert refused(assigning.seat_panel, scene.edition, *with_seat, **kept) == [("not_appointed", "jurors")]
    yesterday = day_in_wib(scene.now) - timedelta(days=1)
    by_decree(scene, new, starts=yesterday - timedelta(days=9), ends=yesterday)
    entry.panel.members.create(juror=new)

    assert refused(assigning.assign_sheets, [(entry, new)], **kept) == [("not_appointed", "")]
    by_decree(scene, new, starts=day_in_wib(scene.now))
    assert len(assigning.assign_sheets([(entry, new)], **kept)) == 1
