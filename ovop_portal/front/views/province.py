"""What the province sees: the nominations of its regencies and cities, to read and to coach by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from awards.models import Edition, Extension, Nomination
from awards.models.award import award_now
from awards.models.nomination import latest
from awards.pages.dinas.home import editions_with_window
from awards.status.outside import tag_of_row
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.common.forms import OvopForm
from ovop_portal.common.policies import allow
from regions.models import Province, Regency

PER_PAGE = 50


class RegencyFilter(OvopForm):
    """One regency or city of the province, or all of them."""

    with_key = False
    wilayah = forms.ChoiceField(label=_("Kabupaten/kota"), required=False)

    def __init__(self, *args: Any, province: Province, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fit("wilayah", choices=[("", _("Semua")), *Regency.objects.for_select(province.code)])


@require_safe
@allow("front.watch_province")
def province(request: SignedIn) -> HttpResponse:
    """The files of the newest edition, by regency and city; statuses in the words for outside."""
    offices = request.user.duties.offices(Role.PROVINCE_OFFICER)
    mine = Province.objects.filter(offices__in=offices).first()
    edition, moment = editions_with_window().first(), now()
    context: dict[str, object] = {"province": mine, "edition": edition}
    if mine and edition:
        form = RegencyFilter(request.GET, province=mine)
        chosen = form.cleaned_data["wilayah"] if form.is_valid() else ""
        page = Paginator(_files(request.user, edition, mine, chosen), PER_PAGE).get_page(request.GET.get("laman"))
        for row in page:
            row.edition = edition
        lines = [(row, tag_of_row(row, moment, closes_at=latest(edition.closes_at, row.extended_to))) for row in page]
        more = Extension.objects.in_time(moment).filter(edition=edition).within(mine.code).for_list()
        context |= {"form": form, "chosen": chosen, "page": page, "lines": lines, "extensions": more}
    return render(request, "front/province.html", context)


def _files(user: User, edition: Edition, province: Province, regency: str) -> QuerySet[Any]:
    files = Nomination.objects.visible_to(user).filter(edition=edition, regency__province=province)
    files = files.filter(regency=regency) if regency else files
    files = files.select_related("product", "ikm", "regency")
    return files.annotate(**award_now()).with_extension().order_by("regency", "number")
