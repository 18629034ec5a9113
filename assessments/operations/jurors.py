"""Verbs of the jury's book: the bodies that send jurors, the jurors, and the decrees that appoint them.

An account comes by invitation (`accounts/invitations.py`); here its holder becomes a juror, and is one from the first to the last day of an appointment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.models import Appointment, Institution, Juror, JurorOrigin, PanelMember
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.formats import angka
from ovop_portal.common.names import same_as
from ovop_portal.common.printed import missing_letters
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.vouching import hidden

By = User | str


def missing_for_institution(institution: Institution) -> list[Missing]:
    """What keeps a body from being recorded: a name that cannot be printed or that another one has, or no team to which it belongs."""
    lacking = missing_letters({"name": institution.name}, "name")
    if Institution.objects.filter(same_as(institution.name)).exclude(pk=institution.pk).exists():
        lacking.append(_name_taken())
    if not (institution.in_selection_team or institution.in_working_group):
        lacking.append(Missing("no_team", _("Pilih tim seleksi, kelompok kerja, atau keduanya"), "teams"))
    return lacking


def _name_taken() -> Missing:
    return Missing("name_taken", _("Lembaga dengan nama ini sudah dicatat"), "name")


@verb
def keep_institution(institution: Institution, *, by: By, now: datetime) -> None:
    """Record a body of the selection team or the working group, or mend what is recorded. Its province decides whose files its people never judge."""
    if lacking := missing_for_institution(institution):
        raise Refused(*lacking)
    is_new = institution.pk is None
    try:
        with transaction.atomic():
            institution.save()
    except IntegrityError as race:
        if "name" not in str(race):
            raise
        raise Refused(_name_taken()) from race
    _note_origins(Juror.objects.filter(institution=institution))
    body = {
        "province": institution.province_id or "",
        "teams": [
            team
            for team, belongs in (
                ("selection_team", institution.in_selection_team),
                ("working_group", institution.in_working_group),
            )
            if belongs
        ],
    }
    if is_new:
        journal.record("institution.added", institution.subject, by=by, now=now, body=body)
    else:
        journal.record("institution.changed", institution.subject, by=by, now=now, body=body)


def missing_for_leaving(institution: Institution) -> list[Missing]:
    """What keeps a body from leaving: jurors of it who are appointed, today or for a later day."""
    lasting = Appointment.objects.lasting().filter(juror__institution=institution)
    people = lasting.values("juror").distinct().count()
    if not people:
        return []
    words = _("{n} juri dari lembaga ini masih diangkat. Akhiri pengangkatannya atau pindahkan lembaganya dahulu")
    return [Missing("has_jurors", words.format(n=angka(people)))]


@verb
def end_institution(institution: Institution, *, by: By, now: datetime) -> None:
    """A body leaves the teams: no juror is recorded for it any more. What its people did stays in its name. Raises `Stale` where it has left already."""
    lock(institution)
    if institution.ended_at is not None:
        raise Stale(institution)
    if lacking := missing_for_leaving(institution):
        raise Refused(*lacking)
    institution.ended_at = now
    institution.save(update_fields=["ended_at"])
    journal.record("institution.ended", institution.subject, by=by, now=now)


@verb
def restore_institution(institution: Institution, *, by: By, now: datetime) -> None:
    """A body is a member again. Raises `Stale` where it is one."""
    lock(institution)
    if institution.ended_at is None:
        raise Stale(institution)
    institution.ended_at = None
    institution.save(update_fields=["ended_at"])
    journal.record("institution.restored", institution.subject, by=by, now=now)


def missing_for_juror(user: User) -> list[Missing]:
    """What keeps `user` from sitting in the jury."""
    if user.duties.has(Role.JUROR):
        return []
    return [Missing("no_role", _("Beri akun ini peran juri lebih dahulu"), "user")]


@verb
def keep_juror(juror: Juror, expertise: Iterable[CommodityGroup], *, by: By, now: datetime) -> None:
    """Take a juror into the book of the jury, or mend what stands there. The home region decides whom they never judge.

    Refuses with `no_role`, or `not_sending` for a body that is no member of the selection team (any more), unless the juror was of it before.
    """
    is_new = juror.pk is None
    # Held, so that the body does not leave in the moment in which somebody comes from it.
    house = Institution.objects.select_for_update(no_key=True, of=("self",)).get(pk=juror.institution_id)
    lacking = missing_for_juror(juror.user) if is_new else []
    stays = not is_new and Juror.objects.filter(pk=juror.pk, institution=house).exists()
    if not stays and (house.ended_at is not None or not house.in_selection_team):
        words = _("Pilih lembaga yang menjadi anggota tim seleksi")
        lacking.append(Missing("not_sending", words, "institution"))
    if lacking:
        raise Refused(*lacking)
    try:
        with transaction.atomic():
            juror.save()
    except IntegrityError as race:
        if "user" not in str(race):
            raise
        raise Stale(juror) from race
    juror.expertise.set(expertise)
    _note_origins(Juror.objects.filter(pk=juror.pk))
    body = {"regency": juror.home_regency_id or "", "institution": str(house.uuid)}
    if is_new:
        journal.record("juror.registered", juror.subject, by=by, now=now, body=body)
    else:
        journal.record("juror.changed", juror.subject, by=by, now=now, body=body)


def _note_origins(jurors: QuerySet[Juror]) -> None:
    """Keep from which provinces these jurors come by now (see `JurorOrigin`)."""
    places = jurors.values_list("pk", "home_regency__province", "institution__province")
    rows = [JurorOrigin(juror_id=pk, province_id=place) for pk, *both in places for place in {*both} - {None}]
    JurorOrigin.objects.bulk_create(rows, ignore_conflicts=True)


def missing_for_appointment(
    jurors: Sequence[Juror], decree_number: str, starts_on: date, ends_on: date | None
) -> list[Missing]:
    """What keeps a decree from being recorded for these jurors: no number, days that run backwards, days on which one of them is appointed already."""
    lacking = [] if decree_number.strip() else [Missing("no_number", _("Isi nomor keputusan"), "decree_number")]
    if not jurors:
        lacking.append(Missing("nobody", _("Pilih juri yang diangkat"), "jurors"))
    if ends_on is not None and ends_on < starts_on:
        lacking.append(Missing("backwards", _("Hari terakhir harus sama atau sesudah hari pertama"), "ends_on"))
        return lacking
    meeting = Appointment.objects.standing().meeting(starts_on, ends_on).filter(juror__in=jurors)
    names = sorted({str(row.juror) for row in meeting.select_related("juror__user")})
    if names:
        words = _("{names} sudah diangkat pada sebagian hari itu. Ubah tanggalnya, atau akhiri pengangkatan yang lama")
        lacking.append(Missing("appointed", words.format(names=", ".join(names)), "jurors"))
    return lacking


@verb
def appoint(
    jurors: Sequence[Juror],
    *,
    decree_number: str,
    decree_date: date,
    starts_on: date,
    ends_on: date | None = None,
    by: By,
    now: datetime,
) -> list[Appointment]:
    """Record the decree by which these people are jurors from `starts_on` to `ends_on` (both included; None: until it is ended). Jurors come with their user."""
    # Held in one order: of two decrees for the same days the second finds the first.
    list(Juror.objects.filter(pk__in=[juror.pk for juror in jurors]).order_by("pk").select_for_update(of=("self",)))
    if lacking := missing_for_appointment(jurors, decree_number, starts_on, ends_on):
        raise Refused(*lacking)
    dates = {"decree_date": decree_date, "starts_on": starts_on, "ends_on": ends_on}
    made = Appointment.objects.bulk_create(
        Appointment(juror=juror, decree_number=decree_number.strip(), **dates) for juror in jurors
    )
    said = {"decree": decree_number.strip(), "from_day": starts_on, "to_day": ends_on or ""}
    journal.record_many("juror.appointed", [(juror.subject, said) for juror in jurors], by=by, now=now)
    return made


def missing_for_ending(appointment: Appointment, reason: str) -> list[Missing]:
    """What keeps an appointment from being ended: no reason, or a seat on a panel that still judges, which somebody else has to take first."""
    lacking = [] if reason.strip() else [Missing("no_reason", _("Isi alasan"), "reason")]
    seats = PanelMember.objects.seated().filter(juror=appointment.juror_id, panel__closed_at__isnull=True)
    seats = seats.filter(panel__edition__publication__isnull=True).order_by("-panel__edition__year")
    for name in dict.fromkeys(seats.values_list("panel__edition__name", flat=True)):
        words = _("Juri ini masih duduk di panel {edition}. Gantikan di sana dahulu")
        lacking.append(Missing("seated", words.format(edition=name)))
    return lacking


@verb
def end_appointment(appointment: Appointment, reason: str, *, by: By, now: datetime) -> None:
    """An appointment ends today, before its last day or without one. Raises `Stale` where it has ended. The appointment comes with its juror's user."""
    # The juror is held as by a decree, and as by whoever seats: no seat is given in this moment.
    Juror.objects.select_for_update(of=("self",)).get(pk=appointment.juror_id)
    lock(appointment)
    if appointment.ended_at is not None:
        raise Stale(appointment)
    if lacking := missing_for_ending(appointment, reason):
        raise Refused(*lacking)
    appointment.ended_at, appointment.ended_because = now, reason.strip()
    appointment.save(update_fields=["ended_at", "ended_because"])
    body = {
        "decree": appointment.decree_number,
        "reason_sha256": hidden(appointment.ended_because, appointment.salt),
    }
    journal.record("juror.appointment_ended", appointment.juror.subject, by=by, now=now, body=body)
