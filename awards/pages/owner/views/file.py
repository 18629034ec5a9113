"""The owner's file: the list of one's files, the task list, checking and sending, taking back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.certificates import receipts
from awards.dossier.sections import SECTION_BY_CODE
from awards.operations import candidates, sending
from awards.operations.declaring import declare_and_send
from awards.operations.office_writing import told_to_owner
from awards.pages.doors import as_pdf, closed, open_file, refuse_outsiders, too_late
from awards.pages.owner.file import WITHDRAW, WRITE, File
from awards.pages.owner.forms.file import DeclarationForm, OfficeDeclarationForm, RepliesForm, WithdrawForm, asked_in
from awards.pages.owner.home import OwnerHome
from awards.pages.owner.todo import todo_of
from awards.pages.owner.views.papers import papers_page
from awards.pages.owner.views.photos import photos_page
from awards.pages.owner.views.sections import answers_page, reading_page
from awards.states import OPEN_TO_OWNER
from ovop_portal.accounts.carrying_out import TooLate, carry_out
from ovop_portal.accounts.limits import within_limits
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common import formats
from ovop_portal.common.answers import too_many
from ovop_portal.common.clock import now as read_clock
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, signed_in
from ovop_portal.notifications import inbox

TELLS_OF_SENDING = frozenset({"sent", "accepted"})
PAGES = {"foto": photos_page, "sertifikat": papers_page}


@allow("awards.work_as_owner")
@page_and_form
def owner_home(request: SignedIn) -> HttpResponse:
    """My files, invitations first; a product without a file may be entered while an edition is open."""
    home = OwnerHome.of(request.user, read_clock())
    form = OvopForm(sent_by(request))

    def work() -> tuple[str, str]:
        asked = _uuid(request)
        if home.edition is None:
            words = _("Masa pengusulan sedang tidak dibuka. Waktu di server sekarang {hour}.")
            raise TooLate(words.format(hour=formats.waktu(home.now)))
        product = home.product(asked)
        if product is None:
            raise Http404
        [draft] = candidates.open_drafts([product], home.edition, by=request.user, now=home.now)
        return reverse("awards:tasks", args=[draft.number]), ""

    if form.is_bound and (done := carry_out(request, form, work, now=home.now)):
        return done
    return render_form(request, "awards/owner/home.html", {"home": home, "unread": inbox.unread(request.user)}, form)


@signed_in
@require_safe
def tasks(request: SignedIn, number: str) -> HttpResponse:
    """The task list with what is to be done now."""
    file = open_file(request, number)
    return render(request, "awards/owner/tasks.html", {"file": file, "todo": todo_of(file)})


@signed_in
@page_and_form
def section(request: SignedIn, number: str, code: str) -> HttpResponse:
    """One section: written by whoever may, read by the others."""
    if code not in SECTION_BY_CODE:
        raise Http404
    file = open_file(request, number)
    if request.method == "POST":
        refuse_outsiders(file, WRITE)
    if not file.may_write:
        return closed(request, file) if request.method == "POST" else reading_page(request, file, code)
    page = PAGES.get(code, answers_page)
    if request.method != "POST":
        return page(request, file, code)
    with told_to_owner(file.nomination.ikm, by=request.user, now=file.now) as told:
        answer = page(request, file, code)
    if told.to_declare and file.nomination.state not in OPEN_TO_OWNER:
        messages.warning(
            request,
            _("Pemilik diberi tahu. Pernyataannya berakhir: kembalikan berkas supaya pemilik menyatakannya lagi."),
        )
    elif told.owner:
        messages.info(request, _("Pemilik diberi tahu apa yang Anda ubah."))
    return answer


@signed_in
@page_and_form
def check(request: SignedIn, number: str) -> HttpResponse:
    """Everything on one page, what is missing on top; declare and send."""
    file = open_file(request, number)
    form = _declaration(request, file)

    def work() -> tuple[str, str]:
        file.demand(file.verb)
        may_publish = form.answers["tampilkan"]
        declare_and_send([file.nomination], form.replies, may_publish=may_publish, by=request.user, now=file.now)
        return file.url("sent") if file.is_mine else file.url("review"), ""

    if request.method == "POST":
        refuse_outsiders(file, file.verb)
        was_late = file.is_late
        if done := carry_out(request, form, work, now=file.now):
            return done
        if was_late:
            return too_late(request, file)
    asked = asked_in(form, file.notes)
    context = {
        "file": file,
        "doubts": file.doubts,
        "asked": asked,
        # A file that lacks something, or is late, can neither be answered nor sent.
        "answering": file.may_send and file.is_in_time and not file.missing,
        "parts": [(part, [one for one in asked if one.remark.section == part.code]) for part in file.parts],
        "on_the_whole": [one for one in asked if one.is_on_the_whole],
    }
    return render_form(request, "awards/owner/check.html", context, form)


def _declaration(request: SignedIn, file: File) -> RepliesForm:
    sent, initial = sent_by(request), {"tampilkan": file.nomination.may_publish}
    if file.is_mine:
        return DeclarationForm(sent, initial=initial, owner_name=file.nomination.ikm.owner_name, remarks=file.remarks)
    return OfficeDeclarationForm(sent, initial=initial, remarks=file.remarks)


@signed_in
@require_safe
def sent(request: SignedIn, number: str) -> HttpResponse:
    """The receipt. A bookmark of it shows the status once the file has moved on."""
    file = open_file(request, number)
    # Decided by the news and not by the state: from the determination to the publication nothing here may change.
    if not file.milestones or file.milestones[-1].code not in TELLS_OF_SENDING:
        return redirect("awards:status", number)
    return render(request, "awards/owner/sent.html", {"file": file})


@signed_in
@require_safe
def receipt(request: SignedIn, number: str) -> HttpResponse:
    """The receipt as a PDF, at any time after the sending."""
    file = open_file(request, number)
    sent = next((news for news in file.news if news.code in TELLS_OF_SENDING), None)
    if sent is None:
        return redirect(file.url("status"))
    if not within_limits(receipts.SETTING.of(request.user.uuid)):
        return too_many(request)
    frozen = file.nomination.submissions.order_by("-n").first()
    line = receipts.ReceiptLine(file.nomination, sent.at, frozen)
    return as_pdf(receipts.of_file(line, file.office_name), f"tanda-terima-{number}.pdf")


@signed_in
@page_and_form
def withdraw(request: SignedIn, number: str) -> HttpResponse:
    """Take the file back before the jury has it."""
    file = open_file(request, number)
    refuse_outsiders(file, WITHDRAW)
    form = WithdrawForm(sent_by(request))

    def work() -> tuple[str, str]:
        file.demand(WITHDRAW)
        sending.withdraw([file.nomination], form.cleaned_data["alasan"], by=request.user, now=file.now)
        return file.url("status"), _("Pengajuan sudah ditarik. Data usaha Anda tetap tersimpan.")

    if form.is_bound:
        if done := carry_out(request, form, work, now=file.now):
            return done
    elif not file.may_withdraw:
        return redirect(file.url("status"))
    return render_form(request, "awards/owner/withdraw.html", {"file": file}, form)


def _uuid(request: SignedIn) -> UUID:
    """The product asked for. A text that is no identity leads to nothing: raises `Http404`."""
    try:
        return UUID(request.POST.get("produk", ""))
    except ValueError:
        raise Http404 from None
