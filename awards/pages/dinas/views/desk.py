"""Pages of the dinas: the desk (D2), a new candidate (D3), the file with its checklist (D5). Sentras are in `sentras`, the act and the sending in `acts`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from awards.dossier.sections import SECTIONS
from awards.models import Edition
from awards.operations import candidates, sending
from awards.operations.declaring import declare_and_send
from awards.pages.dinas.forms.desk import CandidateForm, PickForm, ReasonForm, RemarksForm, SendForOwnerForm
from awards.pages.dinas.home import Desk
from awards.pages.dinas.review import OfficeReview, files
from awards.pages.dinas.views.acts import DINAS, closed
from awards.pages.owner.forms.file import asked_in
from awards.registry.duplicates import digits, look_up, mobile
from awards.rules import regencies_of, regencies_served
from awards.states import ASSESSED
from ikm.models import Product
from ovop_portal.accounts.carrying_out import TooLate, carry_out
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.roles import DINAS_ROLES
from ovop_portal.common import formats
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import at_arrival, now, now_in_statement
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.verbs import Missing, Refused, Stale
from ovop_portal.notifications.inbox import unread

# The anchor on the page of a file where the lacks of a section are shown.
SECTION_PLACES = {section.code: f"bagian-{section.code}" for section in SECTIONS}


@require_safe
@allow(DINAS)
def home(request: SignedIn) -> HttpResponse:
    """D2: what is to be done, the deadline, the candidates, the last result."""
    asked = request.GET
    desk = Desk(request.user, now(), asked.get("tahun", ""), asked.get("bagian", ""), asked.get("laman", ""))
    return render(request, "awards/dinas/home.html", {"desk": desk, "unread": unread(request.user)})


@page_and_form
@allow(DINAS)
def new_candidate(request: SignedIn) -> HttpResponse:
    """D3: look for the firm first; then nominate a product that is there, or add the firm."""
    moment = now()
    served = regencies_served(request.user, *DINAS_ROLES)
    edition = candidates.open_edition(moment, regencies=served, or_rehearsal=True)
    if edition is None:
        return closed(request, moment)
    if request.method == "POST" and "produk" in request.POST:
        return _nominate_again(request, edition, moment)
    if request.method == "POST" or request.GET.get("langkah") == "data":
        return _add_candidate(request, edition, moment)
    return _search(request, edition)


def _search(request: SignedIn, edition: Edition, form: PickForm | None = None) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:150]
    served = regencies_served(request.user, *DINAS_ROLES)
    found = look_up(words, served, edition) if words else None
    context = {"edition": edition, "q": words, "found": found}
    return render_form(request, "awards/dinas/candidate_search.html", context, form or PickForm())


def _nominate_again(request: SignedIn, edition: Edition, moment: datetime) -> HttpResponse:
    form = PickForm(request.POST)
    own = Product.objects.filter(ikm__regency__in=regencies_served(request.user, *DINAS_ROLES)).select_related("ikm")

    def work() -> tuple[str, str]:
        product = get_object_or_404(own, uuid=form.cleaned_data["produk"])
        nomination = candidates.open_again(product, edition, by=request.user, now=moment)
        return reverse("awards:review", args=[nomination.number]), _("{product} menjadi calon").format(
            product=product.name
        )

    return carry_out(request, form, work, now=moment) or _search(request, edition, form)


def _add_candidate(request: SignedIn, edition: Edition, moment: datetime) -> HttpResponse:
    words = request.GET.get("q", "")
    nib, phone = digits(words), mobile(words)
    initial = {"phone": phone} if phone else {"nib": nib} if nib else {"name": words[:150]}
    regencies = regencies_of(request.user, *DINAS_ROLES)
    form = CandidateForm(sent_by(request), initial=initial, edition=edition, regencies=regencies)

    def work() -> tuple[str, str]:
        sentra = form.cleaned_data["sentra"]
        nomination = candidates.add_candidate(form.firm, edition, sentra=sentra, by=request.user, now=moment)
        words = _("Calon {number} tersimpan. Lengkapi berkasnya bersama pemilik").format(number=nomination.number)
        return reverse("awards:review", args=[nomination.number]), words

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "awards/dinas/candidate_new.html", {"edition": edition}, form)


@page_and_form
@allow(DINAS)
def review(request: SignedIn, number: str) -> HttpResponse:
    """D5: the evidence beside the checklist; send back, make ready, decline, or send for the owner."""
    nomination: Any = get_object_or_404(files(request.user).annotate(read_at=now_in_statement()), number=number)
    file = OfficeReview(nomination, request.user, at_arrival(nomination.read_at))
    require(request.user, "awards.check_file", file.nomination)
    forms = {name: _form(name, file) for name in FORMS}
    if request.method == "POST":
        done = _take_step(request, file, forms)
        if done is not None:
            return done
    remarks = forms["catatan"]
    by_screeners = asked_in(remarks, file.notes) if file.may_mark_ready else []
    of_owner = asked_in(forms["kirim"], file.notes) if file.may_send else []
    answered_here = {asked.remark.pk for asked in [*by_screeners, *of_owner]}
    context = {
        "file": file,
        "nomination": file.nomination,
        "forms": forms,
        "error_forms": list(forms.values()),
        "asked": by_screeners,
        "asked_of_owner": of_owner,
        "checks": [
            {
                "check": check,
                "reason": remarks[f"alasan_{check.section.code}"],
                "words": remarks[check.section.code],
                "asked": [asked for asked in of_owner if asked.remark.section == check.section.code],
                "told": [note for note in check.remarks if note.remark.pk not in answered_here],
            }
            for check in file.checks
        ],
    }
    wrong = any(form.is_bound for form in forms.values())
    return render(request, "awards/dinas/review.html", context, status=422 if wrong else 200)


def _seen(file: OfficeReview) -> int:
    """The version by which a moved file is told from the one the reader saw. It stays 0 once the jury has the file, so that it does not tell the hour of the
    decree.
    """
    if file.nomination.state in ASSESSED:
        return 0
    return int(file.nomination.changed_at.timestamp() * 1_000_000)


def _remarks(file: OfficeReview, data: QueryDict | None) -> RemarksForm:
    """Carries the notes of the screeners, which the dinas answers."""
    return RemarksForm(data, version=_seen(file), remarks=file.from_screeners)


def _refusing(file: OfficeReview, data: QueryDict | None) -> ReasonForm:
    return ReasonForm(data, prefix="tolak", version=_seen(file), has_owner=bool(file.owners))


def _sending(file: OfficeReview, data: QueryDict | None) -> SendForOwnerForm:
    """Carries the notes to the owner, for whom the dinas may answer; its fields lie apart."""
    return SendForOwnerForm(
        data,
        prefix="kirim",
        version=_seen(file),
        remarks=file.asked_of_owner,
        form_id="kirim",
        nomination=file.nomination,
    )


FORMS: dict[str, Callable[[OfficeReview, QueryDict | None], OvopForm]] = {
    "catatan": _remarks,
    "tolak": _refusing,
    "kirim": _sending,
}


def _form(name: str, file: OfficeReview, data: QueryDict | None = None) -> Any:
    form = FORMS[name](file, data)
    form.places = SECTION_PLACES
    return form


def _take_step(request: SignedIn, file: OfficeReview, forms: dict[str, Any]) -> HttpResponse | None:
    step = request.POST.get("tindakan", "")
    if step not in STEPS:
        return conflict(request)
    name, permission, do = STEPS[step]
    form = forms[name] = _form(name, file, request.POST)

    def work() -> tuple[str, str]:
        if form.base_version not in (None, _seen(file)):
            raise Stale(file.nomination, file.nomination.state)
        require(request.user, permission, file.nomination)
        return do(request.user, file, form)

    return carry_out(request, form, work, now=file.now)


def _return(by: User, file: OfficeReview, form: RemarksForm) -> tuple[str, str]:
    if typed := [remark.pk for remark in form.remarks_asked if form.replies[remark.pk][1].strip()]:
        words = _("Alasan untuk panitia masih terisi. Kosongkan, atau kirim jawabannya dengan “Siap diusulkan”")
        raise Refused(*(Missing("replies", words, f"alasan_{key}") for key in typed))
    sending.return_to_owner([file.nomination], form.remarks, by=by, now=file.now)
    n = len(form.remarks)
    if file.owners:
        words = ngettext(
            "{number} dikembalikan ke IKM dengan {n} catatan", "{number} dikembalikan ke IKM dengan {n} catatan", n
        )
        return file.after_this, words.format(number=file.nomination.number, n=formats.angka(n))
    words = ngettext(
        "{number} kembali ke dinas dengan {n} catatan. Pemiliknya belum mempunyai akun: perbaiki dan jawab di halaman ini",
        "{number} kembali ke dinas dengan {n} catatan. Pemiliknya belum mempunyai akun: perbaiki dan jawab di halaman ini",
        n,
    )
    return file.path, words.format(number=file.nomination.number, n=formats.angka(n))


def _ready(by: User, file: OfficeReview, form: RemarksForm) -> tuple[str, str]:
    if form.remarks:
        words = _("Catatan masih terisi. Kirim dengan “{button}”, atau kosongkan catatannya")
        raise Refused(Missing("remarks", words.format(button=file.return_words), form.remarks[0][0]))
    sending.mark_ready([file.nomination], form.replies, by=by, now=file.now)
    return file.after_this, _("{product} siap diusulkan").format(product=file.nomination.product.name)


def _decline(by: User, file: OfficeReview, form: ReasonForm) -> tuple[str, str]:
    sending.decline_to_nominate([file.nomination], form.cleaned_data["reason"], by=by, now=file.now)
    words = (
        _("{product} tidak diusulkan. Pemilik menerima alasannya")
        if file.owners
        else _("{product} tidak diusulkan. Pemiliknya belum mempunyai akun: sampaikan alasannya sendiri")
    )
    return file.after_this, words.format(product=file.nomination.product.name)


def _send(by: User, file: OfficeReview, form: SendForOwnerForm) -> tuple[str, str]:
    _refuse_late(file)
    may_publish = form.cleaned_data["may_publish"]
    declare_and_send([file.nomination], form.replies, may_publish=may_publish, by=by, now=file.now)
    if file.nomination.is_reassessment:
        return file.path, _("{product} ikut penilaian ulang").format(product=file.nomination.product.name)
    return file.path, _("Berkas {number} masuk ke meja pemeriksaan").format(number=file.nomination.number)


def _refuse_late(file: OfficeReview) -> None:
    """Refuse after the deadline: the dinas cannot send for an owner then either. The answer shows the hour by our clock."""
    if not file.nomination.may_be_sent(file.now):
        words = _("Masa pengusulan sedang tidak dibuka. Berkas tersimpan. Waktu di server sekarang {hour}.")
        raise TooLate(words.format(hour=formats.waktu(file.now, file.zone)))


Step = Callable[[User, OfficeReview, Any], tuple[str, str]]
# What a button sends, the form it stands in, the permission it needs, and what it does.
STEPS: dict[str, tuple[str, str, Step]] = {
    "kembalikan": ("catatan", "awards.return_to_owner", _return),
    "siap": ("catatan", "awards.mark_ready", _ready),
    "tolak": ("tolak", "awards.decline_to_nominate", _decline),
    "kirim": ("kirim", "awards.send_to_office", _send),
    "terima": ("kirim", "awards.accept_invitation", _send),
}
