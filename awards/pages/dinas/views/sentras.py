"""Sentras and their decrees (D7): the list of the region, one sentra, what its dinas may change. The province reads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.models import Nomination
from awards.pages.dinas.forms.sentras import DecreeForm, SentraDataForm, SentraForm
from awards.pages.dinas.views.acts import DINAS
from awards.rules import regencies_of
from ikm import sentras
from ikm.models import Ikm, Sentra, SentraDecree
from ikm.models.sentra import SMALLEST_SENTRA
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.verbs import Missing, Refused, Stale
from ovop_portal.documents.models import Document
from ovop_portal.documents.operations import store
from regions.models import Regency

READ, WRITE = "awards.see_sentras", "awards.write_sentra"
PER_PAGE = 50
WITHOUT_COPY = "tanpa-salinan"


@require_safe
@allow(READ)
def sentra_list(request: SignedIn) -> HttpResponse:
    """The sentras of the region; `?tampil=tanpa-salinan` those whose decree nobody can read."""
    rows = Sentra.objects.visible_to(request.user)
    lacking = rows.without_copy()
    shown = lacking if request.GET.get("tampil") == WITHOUT_COPY else rows
    page = Paginator(shown.for_list(), PER_PAGE).get_page(request.GET.get("laman"))
    context = {
        "page": page,
        "total": rows.count(),
        "lacking": lacking.count(),
        "only_lacking": shown is lacking,
        "smallest": SMALLEST_SENTRA,
        "many_regions": request.user.duties.has(Role.PROVINCE_OFFICER) or len(_own_regions(request)) > 1,
        "is_dinas": request.user.has_perm(DINAS),
    }
    return render(request, "awards/dinas/sentra_list.html", context)


@require_safe
@allow(READ)
def sentra_page(request: SignedIn, uuid: UUID) -> HttpResponse:
    """One sentra: its data, its decrees, the firms in it."""
    sentra = _sentra(request, uuid)
    newest = Nomination.objects.visible_to(request.user).filter(ikm=OuterRef("pk")).order_by("-created_at", "-pk")
    firms = Ikm.objects.filter(sentra=sentra).order_by("name_key", "pk")
    firms = firms.annotate(file=Subquery(newest.values("number")[:1]))
    context = {
        "sentra": sentra,
        "decrees": sentra.decrees.in_force().select_related("document"),
        "page": Paginator(firms, PER_PAGE).get_page(request.GET.get("laman")),
        "smallest": SMALLEST_SENTRA,
        "may_write": request.user.has_perm(WRITE, sentra),
        "is_dinas": request.user.has_perm(DINAS),
    }
    return render(request, "awards/dinas/sentra_detail.html", context)


@page_and_form
@allow(DINAS)
def new_sentra(request: SignedIn) -> HttpResponse:
    """A sentra with its decree, data and copy. `?berkas=` names the file to go back to."""
    moment = now()
    form = SentraForm(
        sent_by(request),
        request.FILES or None,
        regencies=_own_regions(request),
        today=day_in_wib(moment),
    )
    number = request.GET.get("berkas", "")
    file = Nomination.objects.visible_to(request.user).filter(number=number).first() if number else None
    back = reverse("awards:section", args=[file.number, "lokasi"]) if file else reverse("awards:sentras")

    def work() -> tuple[str, str]:
        values = {name: value for name, value in form.answers.items() if name not in ("regency", "document")}
        document = _copy(request, form, moment)
        sentra = sentras.add_sentra(**values, regency=form.chosen, document=document, by=request.user, now=moment)
        return back, _("{sentra} tersimpan").format(sentra=sentra.name)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "awards/dinas/sentra_new.html", {"back": back}, form)


@page_and_form
@allow(DINAS)
def edit_sentra(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Name, commodity and size. Whoever comes second sees what the first wrote, and keeps what was typed."""
    moment, sentra = now(), _sentra(request, uuid)
    require(request.user, WRITE, sentra)
    form = SentraDataForm.of(sentra, sent_by(request))

    def work() -> tuple[str, str]:
        try:
            sentras.write_sentra(sentra, form.answers, seen=form.base_version or 0, by=request.user, now=moment)
        except Stale:
            sentra.refresh_from_db()
            form.has_shown(sentra.version)
            raise Refused(Missing("changed", _changed(sentra))) from None
        return _path(sentra), _("{sentra} tersimpan").format(sentra=sentra.name)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "awards/dinas/sentra_edit.html", {"sentra": sentra}, form)


@page_and_form
@allow(DINAS)
def new_decree(request: SignedIn, uuid: UUID) -> HttpResponse:
    """A further decree of the sentra."""
    return _decree_form(request, uuid, None)


@page_and_form
@allow(DINAS)
def edit_decree(request: SignedIn, uuid: UUID, decree: UUID) -> HttpResponse:
    """Mend a decree, or add the copy that was not at hand."""
    return _decree_form(request, uuid, decree)


def _decree_form(request: SignedIn, uuid: UUID, key: UUID | None) -> HttpResponse:
    moment, sentra = now(), _sentra(request, uuid)
    require(request.user, WRITE, sentra)
    of_sentra = SentraDecree.objects.filter(sentra=sentra).select_related("document")
    corrects = get_object_or_404(of_sentra, uuid=key) if key else None
    form = DecreeForm(sent_by(request), request.FILES or None, today=day_in_wib(moment), corrects=corrects)

    def work() -> tuple[str, str]:
        values = {name: value for name, value in form.answers.items() if name != "document"}
        document = _copy(request, form, moment)
        decree = sentras.record_decree(
            sentra, **values, document=document, corrects=corrects, by=request.user, now=moment
        )
        return _path(sentra), _("Keputusan {number} tersimpan").format(number=decree.number)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(
        request, "awards/dinas/sentra_decree.html", {"sentra": sentra, "corrects": corrects}, form
    )


def _sentra(request: SignedIn, uuid: UUID) -> Sentra:
    rows = Sentra.objects.visible_to(request.user).select_related("regency__province", "commodity_group")
    return get_object_or_404(rows, uuid=uuid)


def _path(sentra: Sentra) -> str:
    return reverse("awards:sentra", args=[sentra.uuid])


def _own_regions(request: SignedIn) -> list[Regency]:
    return regencies_of(request.user, *DINAS_ROLES)


def _copy(request: SignedIn, form: DecreeForm, moment: datetime) -> Document | None:
    upload = form.cleaned_data["document"]
    return store(upload, kind="ikm.sentra_decree", by=request.user, now=moment) if upload else None


def _changed(sentra: Sentra) -> str:
    words = _(
        "Petugas lain baru saja mengubah sentra ini menjadi {name}, {group}, {n} unit usaha. "
        "Periksa isian Anda, lalu simpan lagi"
    )
    return words.format(name=sentra.name, group=sentra.commodity_group, n=sentra.unit_count)
