"""Files and jurors brought together (A3): panels, the division of the files, conflicts, samples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Entry, Juror, PanelMember
from assessments.operations import assigning
from assessments.operations import seats as seats_of_jury
from assessments.pages.editions import edition_of, jury_of, season_of
from assessments.pages.panels.assignment import (
    AssignmentDesk,
    entries_without_sample,
    received_samples,
    sheets_of_seat,
    waiting_for_jury,
)
from assessments.pages.panels.forms import (
    AddForm,
    ApplyForm,
    DrawForm,
    EndSeatForm,
    OpenForm,
    RecusalForm,
    SamplesForm,
    SeatForm,
)
from assessments.panels.assignment import Proposal
from awards.models import Nomination
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.formats import angka
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.verbs import Missing, Refused, Stale

Step = Callable[[AssignmentDesk, Any, User, datetime], str]


@page_and_form
@allow("assessments.watch_jury")
def assignment(request: SignedIn, year: int) -> HttpResponse:
    """A3: three tabs. Each action is a form of its own that comes back with its errors."""
    edition, moment = season_of(year), now()
    desk = AssignmentDesk(edition, request.GET, jury_of(edition, request.user))
    forms = _forms(request, desk, moment)
    if request.method == "POST":
        require(request.user, "assessments.assign", desk.edition)
        step = request.POST.get("tindakan", "")
        if step not in STEPS or step not in forms:
            return _assignment_page(request, desk, forms)

        def work() -> tuple[str, str]:
            words = STEPS[step](desk, forms[step], request.user, moment)
            return reverse("assessments:assignment", args=[year]) + f"?bagian={desk.tab}", words

        if done := carry_out(request, forms[step], work, now=moment):
            return done
    return _assignment_page(request, desk, forms)


def _assignment_page(request: SignedIn, desk: AssignmentDesk, forms: dict[str, Any]) -> HttpResponse:
    context = {
        "desk": desk,
        "identities": desk.identities,
        "forms": forms,
        "error_forms": list(forms.values()),
        **_drawn(desk, forms["undi"]),
    }
    if desk.tab == "pembagian" and desk.entry_to_fill:
        context["kept_apart"] = desk.kept_apart(desk.entry_to_fill)
    return render(
        request, "assessments/panels/assignment.html", context, status=422 if request.method == "POST" else 200
    )


def _forms(request: SignedIn, desk: AssignmentDesk, moment: datetime) -> dict[str, Any]:
    """The forms of the open tab; the one that was sent is bound."""
    step = request.POST.get("tindakan", "")

    def sent(name: str) -> Any:
        return request.POST if step == name else None

    forms: dict[str, Any] = {
        "undi": DrawForm(request.GET if "benih" in request.GET else None, initial={"benih": _seed(moment)})
    }
    if desk.tab == "panel":
        forms["buka"] = OpenForm(sent("buka"))
        forms["dudukkan"] = SeatForm(sent("dudukkan"), desk=desk)
    elif desk.tab == "pembagian":
        code = request.GET.get("kode", "")
        jurors = [juror for pk, juror in desk.jurors.items() if pk in desk.seated]
        forms["bagi"] = ApplyForm(sent("bagi"))
        forms["tambah"] = AddForm(sent("tambah"), desk=desk, jurors=jurors, initial={"kode": code})
    else:
        forms["benturan"] = RecusalForm(sent("benturan"), desk=desk, jurors=desk.jurors.values())
    return forms


def _seed(moment: datetime) -> int:
    return int(f"{day_in_wib(moment):%Y%m%d}")


def _drawn(desk: AssignmentDesk, form: DrawForm) -> dict[str, object]:
    """The proposal that was asked for, as a difference."""
    if desk.tab != "pembagian" or not form.is_bound or not form.is_valid():
        return {}
    seed = form.cleaned_data["benih"]
    proposal = desk.proposal(seed)
    apply = ApplyForm(initial={"benih": seed, "sidik": desk.fingerprint(proposal)})
    low, high = desk.load_range(proposal)
    return {
        "proposal": proposal,
        "changes": desk.changes(proposal),
        "unmet": desk.unmet(proposal),
        "seed": seed,
        "apply": apply,
        "low": low,
        "high": high,
    }


def _open(desk: AssignmentDesk, form: OpenForm, by: User, moment: datetime) -> str:
    waiting = list(_to_open(desk))
    if not waiting:
        raise Refused(Missing("none", _("Tidak ada berkas yang menunggu dibuka")))
    entries = assigning.open_entries(waiting, by=by, now=moment)
    return ngettext("{n} berkas dibuka untuk juri", "{n} berkas dibuka untuk juri", len(entries)).format(
        n=angka(len(entries))
    )


def _to_open(desk: AssignmentDesk) -> Any:
    rows: Any = waiting_for_jury(desk.edition).select_related("product__commodity_group", "edition", "ikm")
    return rows.order_by("number")


def _seat(desk: AssignmentDesk, form: SeatForm, by: User, moment: datetime) -> str:
    group = desk.group_to_seat
    if group is None:
        raise Refused(Missing("no_group", _("Pilih kelompok komoditi")))
    assigning.seat_panel(desk.edition, group.pk, form.chosen, by=by, now=moment)
    n = len(form.chosen)
    words = ngettext("{n} juri duduk di panel {group}", "{n} juri duduk di panel {group}", n)
    return words.format(n=angka(n), group=group.label)


def _apply(desk: AssignmentDesk, form: ApplyForm, by: User, moment: datetime) -> str:
    """Apply what was shown; if rows have moved since, the page shows the new proposal instead."""
    seed = form.cleaned_data["benih"]
    proposal = desk.proposal(seed)
    if desk.fingerprint(proposal) != form.cleaned_data["sidik"] or not proposal.pairs:
        raise Stale(desk.edition)
    sheets = assigning.assign_sheets(_pairs(desk, proposal), by=by, now=moment, seed=seed)
    n = len(sheets)
    return ngettext("{n} lembar nilai ditugaskan", "{n} lembar nilai ditugaskan", n).format(n=angka(n))


def _pairs(desk: AssignmentDesk, proposal: Proposal) -> list[tuple[Entry, Juror]]:
    rows = Entry.objects.select_related("nomination__edition").in_bulk([entry for entry, _juror in proposal.pairs])
    return [(rows[entry], desk.jurors[juror]) for entry, juror in proposal.pairs]


def _add(desk: AssignmentDesk, form: AddForm, by: User, moment: datetime) -> str:
    entry = Entry.objects.select_related("nomination__edition").get(pk=form.cleaned_data["kode"].pk)
    assigning.assign_sheets([(entry, form.juror)], by=by, now=moment)
    return _("{name} mendapat lembar {code}").format(name=form.juror, code=form.cleaned_data["kode"].code)


def _recuse(desk: AssignmentDesk, form: RecusalForm, by: User, moment: datetime) -> str:
    entry = form.cleaned_data["kode"]
    nomination = Nomination.objects.get(pk=entry.nomination_id)
    answers = {"kind": form.cleaned_data["kind"], "note": form.cleaned_data["note"]}
    if not assigning.declare_conflict(form.juror, [nomination], **answers, by=by, now=moment):
        raise Refused(
            Missing("known", _("Benturan {name} dengan {code} sudah tercatat").format(name=form.juror, code=entry.code))
        )
    return _("Benturan {name} dengan {code} tercatat").format(name=form.juror, code=entry.code)


@page_and_form
@allow("assessments.end_seat")
def end_seat(request: SignedIn, year: int, commodity: str, juror: UUID) -> HttpResponse:
    """A3.1: a juror leaves a panel. Before it happens the page says which sheets are taken back and which stay."""
    edition, moment = edition_of(year), now()
    seats = PanelMember.objects.seated().select_related("juror__user", "juror__institution", "panel__commodity_group")
    seat = get_object_or_404(seats, panel__edition=edition, panel__commodity_group=commodity, juror__user__uuid=juror)
    back = reverse("assessments:assignment", args=[year]) + "?bagian=panel"
    form = EndSeatForm(sent_by(request))

    def work() -> tuple[str, str]:
        taken = seats_of_jury.end_seat(seat, form.cleaned_data["reason"], by=request.user, now=moment)
        n = len(taken)
        words = ngettext(
            "Kursi {name} berakhir, {n} lembar ditarik", "Kursi {name} berakhir, {n} lembar ditarik", n
        ).format(name=seat.juror, n=angka(n))
        return reverse("assessments:assignment", args=[year]) + "?bagian=pembagian", words

    if request.method == "POST" and (done := carry_out(request, form, work, now=moment)):
        return done
    context = {"edition": edition, "seat": seat, "sheets": sheets_of_seat(seat), "back": back}
    return render_form(request, "assessments/panels/seat_end.html", context, form)


# What a button sends and what it does.
STEPS: dict[str, Step] = {"buka": _open, "dudukkan": _seat, "bagi": _apply, "tambah": _add, "benturan": _recuse}


@page_and_form
@allow("assessments.watch_jury")
def samples(request: SignedIn, year: int) -> HttpResponse:
    """A3: what came with a delivery is ticked; the sheets of these files may then be sent."""
    edition, moment = season_of(year), now()
    waiting = list(entries_without_sample(edition))
    form = SamplesForm(sent_by(request), entries=waiting)
    if request.method == "POST":
        require(request.user, "assessments.assign", edition)

        def work() -> tuple[str, str]:
            assigning.receive_samples(form.chosen, waybill=form.cleaned_data["resi"], by=request.user, now=moment)
            n = len(form.chosen)
            words = ngettext("{n} contoh produk diterima", "{n} contoh produk diterima", n).format(n=angka(n))
            return reverse("assessments:samples", args=[year]), words

        if done := carry_out(request, form, work, now=moment):
            return done
    received = Paginator(received_samples(edition), 50).get_page(request.GET.get("laman"))
    context = {
        "edition": edition,
        "identities": jury_of(edition, request.user),
        "waiting": waiting,
        "received": received,
        "ticked": request.POST.getlist("contoh"),
    }
    return render_form(request, "assessments/panels/samples.html", context, form)
