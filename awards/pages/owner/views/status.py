"""How far a file is: for those who may see it, and for whoever knows its number and the end of its telephone number."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.models import Edition, Nomination
from awards.operations.programme import change_consent
from awards.pages.doors import open_file, refuse_outsiders
from awards.pages.owner.file import File, rows_for_files
from awards.pages.owner.forms.file import ConsentForm
from awards.pages.owner.forms.status import LookupForm
from awards.pages.owner.timeline import thread_of
from awards.pages.owner.todo import todo_of
from ikm.models import OwnerLink
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.limits import WAIT, Limit, address_of, within_limits
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import page_and_form, public, signed_in

CONSENT = "awards.change_consent"
# An office asks for many files from one address; nobody needs to try many endings for one file. The last stands against many addresses at
# once, and is several times what one address has in a day, so that no stranger keeps the owner out.
BY_ADDRESS = Limit("status.address", most=60, seconds=300)
BY_FILE = Limit("status.file", most=5, seconds=300)
BY_FILE_A_DAY = Limit("status.file.day", most=40, seconds=86_400)
ANYWHERE = Limit("status.anywhere", most=200, seconds=86_400)


@signed_in
@require_safe
def status(request: HttpRequest, number: str) -> HttpResponse:
    """What to do now, the way of the file, news and decisions, the data."""
    file = open_file(request, number)
    return render(request, "awards/owner/status.html", {"file": file, "todo": todo_of(file), "thread": thread_of(file)})


@signed_in
@page_and_form
def consent(request: SignedIn, number: str) -> HttpResponse:
    """Allow or no longer allow photos, story and contact in the catalogue."""
    file = open_file(request, number)
    refuse_outsiders(file, CONSENT)
    award = file.award
    if award is None:
        raise Http404
    form = ConsentForm(sent_by(request), initial={"tampilkan": file.nomination.may_publish})

    def work() -> tuple[str, str]:
        may_publish = form.cleaned_data["tampilkan"]
        change_consent([award.award], may_publish=may_publish, by=request.user, now=file.now)
        words = (
            _("Foto, cerita, dan kontak tampil di katalog")
            if may_publish
            else _("Foto, cerita, dan kontak tidak tampil lagi di katalog")
        )
        return file.url("status"), words

    if request.method == "POST" and (done := carry_out(request, form, work, now=file.now)):
        return done
    return render_form(request, "awards/owner/consent.html", {"file": file}, form)


@public
@page_and_form
@never_cache
def lookup(request: HttpRequest) -> HttpResponse:
    """The same without signing in and without names. An unknown number and another telephone number get the same words."""
    form = LookupForm(sent_by(request))
    if form.is_valid():
        nomor, address = form.cleaned_data["nomor"], address_of(request)
        here = BY_FILE.of(nomor, address), BY_FILE_A_DAY.of(nomor, address), BY_ADDRESS.of(address)
        if not within_limits(*here, ANYWHERE.of(nomor)):
            form.add_error(None, WAIT)
            return render_form(request, "awards/owner/status_lookup.html", {}, form, refusal=429)
        nomination = _found(nomor, form.cleaned_data["angka"])
        if nomination is not None:
            file = File(nomination, request.user, now())
            return render(request, "awards/owner/status_public.html", {"file": file, "thread": thread_of(file)})
        form.add_error(None, _("Nomor dan 4 angka ini belum cocok. Periksa keduanya, lalu coba lagi"))
    return render_form(request, "awards/owner/status_lookup.html", {}, form)


def _found(number: str, digits: str) -> Nomination | None:
    """The nomination whose firm, or whose owner, has a telephone number that ends in `digits`. A rehearsal is followed after signing in only."""
    held = Nomination.objects.filter(edition__in=Edition.objects.real())
    nomination = rows_for_files(held.filter(number=number)).first()
    ikm = nomination.ikm_id if nomination else None
    links = OwnerLink.objects.filter(ikm=ikm, ends_at__isnull=True).exclude(user__phone=None)
    phones = [*([nomination.ikm.phone] if nomination else []), *links.values_list("user__phone", flat=True)]
    return nomination if any(phone and phone.endswith(digits) for phone in phones) else None
