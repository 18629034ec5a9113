"""The book of the jury (A3.0): bodies of the teams, jurors, and the decrees that appoint them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from assessments.models import Appointment, Institution, Juror
from assessments.operations import jurors as book
from assessments.operations import seats as seats_of_jury
from assessments.pages.editions import edition_of
from assessments.pages.jurors import listing
from assessments.pages.jurors.forms import AppointForm, EndAppointmentForm, InstitutionForm, JurorForm, ReplaceForm
from assessments.pages.jurors.replacing import Absence
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.roles import Role
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.formats import angka
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form
from ovop_portal.common.verbs import Stale

JURY = "assessments.keep_jury"


@require_safe
@allow(JURY)
def jurors(request: SignedIn) -> HttpResponse:
    """Who is a juror, who is not appointed, and whose account nobody has recorded yet."""
    return render(request, "assessments/jurors/jurors.html", {"jurors": listing.Jurors(request.GET.dict())})


@require_safe
@allow(JURY)
def juror(request: SignedIn, uuid: UUID) -> HttpResponse:
    """One juror: what is recorded, by which decrees, and the seats."""
    found = _recorded(uuid)
    context = {
        "juror": found,
        "appointments": listing.appointments_of(found),
        "seats": listing.seats_of(found),
        "now": now(),
    }
    return render(request, "assessments/jurors/juror.html", context)


@page_and_form
@allow(JURY)
def juror_change(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Record somebody who holds the role as a juror, or mend what is recorded."""
    found, moment = _to_record(uuid), now()
    form = JurorForm.of(found, sent_by(request))

    def work() -> tuple[str, str]:
        form.fill(found)
        book.keep_juror(found, form.cleaned_data["expertise"], by=request.user, now=moment)
        return reverse("assessments:juror", args=[uuid]), _("Data {name} tersimpan").format(name=found)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "assessments/jurors/juror_change.html", {"juror": found}, form)


@page_and_form
@allow(JURY)
def appoint(request: SignedIn) -> HttpResponse:
    """Record a decree for everybody whom it names."""
    moment, waiting = now(), list(listing.without_appointment())
    ticked = {"jurors": [str(one.user.uuid) for one in waiting], "starts_on": day_in_wib(moment)}
    form = AppointForm(sent_by(request), jurors=waiting, initial=ticked)
    form.fit("decree_date", latest=day_in_wib(moment))

    def work() -> tuple[str, str]:
        made = book.appoint(form.chosen, **form.decree, by=request.user, now=moment)
        words = ngettext("{n} juri diangkat", "{n} juri diangkat", len(made)).format(n=angka(len(made)))
        return reverse("assessments:jurors"), words

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "assessments/jurors/appoint.html", {"waiting": waiting}, form)


@page_and_form
@allow(JURY)
def appointment_end(request: SignedIn, uuid: UUID, appointment: UUID) -> HttpResponse:
    """An appointment ends today, with a reason."""
    rows = Appointment.objects.select_related("juror__user", "juror__institution")
    held, moment = get_object_or_404(rows, uuid=appointment, juror__user__uuid=uuid), now()
    back, form = reverse("assessments:juror", args=[uuid]), EndAppointmentForm(sent_by(request))
    if not form.is_bound and held.ended_at is not None:
        return conflict(request, _("Pengangkatan ini sudah diakhiri."), path=back)

    def work() -> tuple[str, str]:
        book.end_appointment(held, form.cleaned_data["reason"], by=request.user, now=moment)
        return back, _("Pengangkatan {name} diakhiri").format(name=held.juror)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    held_at = [row.seat.panel.edition for row in listing.seats_of(held.juror) if row.may_be_replaced]
    context = {"appointment": held, "back": back, "editions": list(dict.fromkeys(held_at))}
    return done or render_form(request, "assessments/jurors/appointment_end.html", context, form)


@page_and_form
@allow("assessments.end_seat")
def replace_juror(request: SignedIn, uuid: UUID, year: int) -> HttpResponse:
    """A juror does not come any more: which seats end, which sheets are taken back and which stay, and who judges instead; then one press."""
    edition, moment = edition_of(year), now()
    found = get_object_or_404(Juror.objects.select_related("user"), user__uuid=uuid)
    absence, back = Absence(found, edition), reverse("assessments:juror", args=[uuid])
    if request.method != "POST" and not absence.seats:
        words = _("{name} tidak duduk di panel yang masih menilai pada {edition}.")
        return conflict(request, words.format(name=found, edition=edition), path=back)
    form = ReplaceForm(sent_by(request), absence=absence)

    def work() -> tuple[str, str]:
        if form.cleaned_data["dilihat"] != absence.fingerprint:
            raise Stale(found)
        answers = {"reason": form.cleaned_data["reason"], "replacements": form.replacements}
        made = seats_of_jury.replace_juror(found, edition, **answers, by=request.user, now=moment)
        words = _("{name} digantikan: {taken} lembar ditarik, {given} diberikan kepada pengganti")
        return back, words.format(name=found, taken=angka(len(absence.drafts)), given=angka(len(made)))

    if form.is_bound and (done := carry_out(request, form, work, now=moment)):
        return done
    if form.is_bound:
        # The page that answers shows what is there now.
        form.put_back("dilihat", absence.fingerprint)
    context = {"juror": found, "edition": edition, "absence": absence, "back": back}
    return render_form(request, "assessments/jurors/replace.html", context, form)


@require_safe
@allow(JURY)
def institutions(request: SignedIn) -> HttpResponse:
    """The bodies of the selection team and the working group."""
    context = {"institutions": listing.Institutions(request.GET.dict())}
    return render(request, "assessments/jurors/institutions.html", context)


@page_and_form
@allow(JURY)
def institution_new(request: SignedIn) -> HttpResponse:
    """Record a body."""
    return _keep(request, Institution(), now())


@page_and_form
@allow(JURY)
def institution(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Mend what is recorded of a body."""
    return _keep(request, get_object_or_404(Institution, uuid=uuid), now())


def _keep(request: SignedIn, found: Institution, moment: datetime) -> HttpResponse:
    form, is_new = InstitutionForm.of(found, sent_by(request)), found.pk is None
    context = {"institution": None if is_new else found, "name": found.name}

    def work() -> tuple[str, str]:
        form.fill(found)
        book.keep_institution(found, by=request.user, now=moment)
        return reverse("assessments:institutions"), _("{name} tersimpan").format(name=found.name)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "assessments/jurors/institution.html", context, form)


@page_and_form
@allow(JURY)
def institution_end(request: SignedIn, uuid: UUID) -> HttpResponse:
    """A body leaves the teams, or comes back, after a second look."""
    found, form, moment = get_object_or_404(Institution, uuid=uuid), OvopForm(sent_by(request)), now()

    def work() -> tuple[str, str]:
        if found.ended_at is None:
            book.end_institution(found, by=request.user, now=moment)
            words = _("{name} keluar")
        else:
            book.restore_institution(found, by=request.user, now=moment)
            words = _("{name} menjadi anggota lagi")
        return reverse("assessments:institutions"), words.format(name=found.name)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "assessments/jurors/institution_end.html", {"institution": found}, form)


def _recorded(uuid: UUID) -> Juror:
    related = ("user", "institution__province", "home_regency__province")
    return get_object_or_404(Juror.objects.select_related(*related).prefetch_related("expertise"), user__uuid=uuid)


def _to_record(uuid: UUID) -> Juror:
    """The juror, or a new row for somebody who holds the role and has none."""
    found = Juror.objects.select_related("user", "institution").filter(user__uuid=uuid).first()
    if found is not None:
        return found
    user = User.objects.holding(Role.JUROR).filter(uuid=uuid).first()
    if user is None:
        raise Http404
    return Juror(user=user)
