"""More time for one file, regency or province (A1.2): given after a look at its effect, read by everybody whom it touches, withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.models import Extension
from awards.operations import extending
from awards.pages.secretariat.extension_forms import ExtensionForm, WithdrawExtensionForm, as_sent
from awards.pages.secretariat.extensions import Effect, rows_of
from awards.pages.secretariat.views import edition_of
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.verbs import Refused

EXTEND, READ = "awards.extend", "awards.read_extensions"
PER_PAGE = 50


@require_safe
@allow(EXTEND)
def extensions(request: SignedIn, year: int) -> HttpResponse:
    """A1.2: what was given in one edition, what stands first."""
    edition, moment = edition_of(year), now()
    page = Paginator(Extension.objects.filter(edition=edition).for_list(), PER_PAGE).get_page(request.GET.get("laman"))
    context = {"edition": edition, "page": page, "rows": rows_of(page, moment)}
    return render(request, "awards/secretariat/extension_list.html", context)


@page_and_form
@allow(EXTEND)
def extend(request: SignedIn, year: int) -> HttpResponse:
    """A1.3: for whom, until when, by what; then who is touched; only then it is given."""
    moment = now()
    edition = edition_of(year)
    back = reverse("awards:extensions", args=[year])
    step = request.POST.get("langkah", "")
    form = ExtensionForm(sent_by(request), edition=edition, today=day_in_wib(moment))

    def work() -> tuple[str, str]:
        require(request.user, EXTEND, edition)
        made = extending.extend(edition, form.reach, **form.told, by=request.user, now=moment)
        words = _("Batas pengusulan {whom} diperpanjang. Pemilik, dinas, dan provinsinya dikabari")
        return back, words.format(whom=made.whom)

    if step == "beri" and (done := carry_out(request, form, work, now=moment)):
        return done
    if edition.has_results:
        words = _("Hasil penyelenggaraan ini sudah diumumkan, jadi tidak berubah lagi")
        return conflict(request, f"{words}.", path=back)
    if step == "lihat" and form.is_valid():
        lacking = extending.missing_for_extension(edition, form.reach, form.closes_at, moment)
        if not lacking:
            effect = Effect.of(edition, form.reach)
            told = Extension(edition=edition, **form.reach.as_fields, **form.told)
            context = {"edition": edition, "told": told, "effect": effect, "as_sent": as_sent(request.POST)}
            return render(request, "awards/secretariat/extension_sure.html", context)
        form.add_refused(Refused(*lacking))
    return render_form(request, "awards/secretariat/extension_new.html", {"edition": edition, "back": back}, form)


@require_safe
@allow(READ)
def extension(request: SignedIn, uuid: UUID) -> HttpResponse:
    """A1.4: until when, by what document and why, for whomever it touches."""
    row = get_object_or_404(Extension.objects.visible_to(request.user).for_list(), uuid=uuid)
    [shown] = rows_of([row], now())
    may_withdraw = shown.code == "open" and request.user.has_perm(EXTEND, row) and not row.edition.has_results
    context = {"row": shown, "extension": row, "may_withdraw": may_withdraw}
    return render(request, "awards/secretariat/extension_detail.html", context)


@page_and_form
@allow(EXTEND)
def withdraw(request: SignedIn, uuid: UUID) -> HttpResponse:
    """A1.5: the time is taken back, after a look at whom that touches."""
    moment = now()
    row = get_object_or_404(Extension.objects.for_list(), uuid=uuid)
    back = reverse("awards:extension", args=[uuid])
    form = WithdrawExtensionForm(sent_by(request))

    def work() -> tuple[str, str]:
        extending.withdraw_extension(row, form.cleaned_data["reason"], by=request.user, now=moment)
        return back, _("Perpanjangan dicabut. Yang kehilangan waktu tambahan dikabari")

    if request.method == "POST":
        if done := carry_out(request, form, work, now=moment):
            return done
    elif row.is_withdrawn:
        return conflict(request, _("Perpanjangan ini sudah dicabut."), path=back)
    effect = Effect.of(row.edition, extending.Reach.of(row))
    context = {"extension": row, "effect": effect, "back": back}
    return render_form(request, "awards/secretariat/extension_withdraw.html", context, form)
