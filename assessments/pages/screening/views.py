"""The screening desk (A2): the queue, and a file with its gates."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Reading
from assessments.operations.screening import close_unanswered, read_files, take_up
from assessments.pages.screening.beside import beside
from assessments.pages.screening.desk import DeskFile, Queue, files_to_screen, next_to_screen
from assessments.pages.screening.forms import AnswerForm, ReadingForm, TakeUpForm, outcome_words
from awards.operations.screening import extend_answer
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.verbs import Missing, Refused, Stale
from ovop_portal.ledger.idempotency import new_key


@page_and_form
@allow("assessments.watch_screening")
def queue(request: SignedIn) -> HttpResponse:
    """A2.1: the files by how far they are. The button takes up the one that has waited longest."""
    desk = Queue(request.user, now(), request.GET)
    form = TakeUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, "assessments.screen", desk.edition)

        def work() -> tuple[str, str]:
            nomination = next_to_screen(request.user, desk.edition)
            if nomination is None:
                return request.get_full_path(), _("Tidak ada berkas yang menunggu")
            take_up([nomination], by=request.user, now=desk.now)
            return _path(nomination.number), _("{number} sekarang di meja Anda").format(number=nomination.number)

        if done := carry_out(request, form, work, now=desk.now):
            return done
    return render_form(
        request, "assessments/screening/queue.html", {"queue": desk, "identities": desk.identities}, form
    )


@page_and_form
@allow("assessments.watch_screening")
def file(request: SignedIn, number: str) -> HttpResponse:
    """A2.2: the evidence beside the gates. Who reads after others sees what they found once it is done."""
    nomination = get_object_or_404(files_to_screen(request.user), number=number)
    desk = DeskFile(nomination, request.user, now())
    if request.method == "POST":
        require(request.user, "assessments.screen", nomination)
        return _take_up(request, desk) if "ambil" in request.POST else _read(request, desk)
    return _page(request, desk, ReadingForm(file=desk))


@page_and_form
@allow("assessments.screen")
def answer(request: SignedIn, number: str) -> HttpResponse:
    """A2.5: a file that waits for the dinas gets more time, or ends when its time is over."""
    nomination = get_object_or_404(files_to_screen(request.user), number=number)
    desk = DeskFile(nomination, request.user, now())
    form = AnswerForm(request.POST if request.method == "POST" else None, file=desk)

    def work() -> tuple[str, str]:
        if form.closes:
            close_unanswered([nomination], form.cleaned_data["alasan"], by=request.user, now=desk.now)
            return _path(number), _("{number} tidak lolos seleksi administrasi").format(number=number)
        extend_answer([nomination], form.answer_by, by=request.user, now=desk.now)
        return _path(number), _("Batas perbaikan {number} diundur").format(number=number)

    if request.method == "POST" and (done := carry_out(request, form, work, now=desk.now)):
        return done
    if not nomination.is_being_answered:
        return redirect(_path(number))
    return render_form(request, "assessments/screening/answer.html", {"desk": desk, "nomination": nomination}, form)


def _take_up(request: SignedIn, desk: DeskFile) -> HttpResponse:
    form = TakeUpForm(request.POST)

    def work() -> tuple[str, str]:
        take_up([desk.nomination], by=request.user, now=desk.now)
        number = desk.nomination.number
        return _path(number), _("{number} sekarang di meja Anda").format(number=number)

    return carry_out(request, form, work, now=desk.now) or _page(request, desk, form, status=422)


def _read(request: SignedIn, desk: DeskFile) -> HttpResponse:
    form = ReadingForm(request.POST, file=desk)

    def work() -> tuple[str, str]:
        if form.base_version not in (None, desk.submission.n):
            raise Stale(desk.nomination, desk.nomination.state)
        if desk.claim and not desk.is_mine:
            words = _("{name} sedang memeriksa berkas ini. Ambil alih dulu bila Anda yang melanjutkan")
            raise Refused(Missing("claimed", words.format(name=desk.claim.screener)))
        [made] = read_files([form.reading], by=request.user, now=desk.now, answer_by=form.answer_by)
        words = outcome_words(made).format(number=desk.nomination.number)
        return _next_path(request, desk, made), words

    return carry_out(request, form, work, now=desk.now) or _page(request, desk, form, status=422)


def _next_path(request: SignedIn, desk: DeskFile, made: Reading) -> str:
    """Where to go on: the next file, taken up, where the screener asked for it; else what the others found of this one, or, after a first reading, the queue."""
    nomination = next_to_screen(request.user, desk.nomination.edition) if "lanjut" in request.POST else None
    if nomination is None and made.turn > 1:
        return _path(desk.nomination.number)
    if nomination is None:
        return reverse("assessments:screening_queue") + f"?tahun={desk.nomination.edition.year}"
    take_up([nomination], by=request.user, now=desk.now)
    return _path(nomination.number)


def _page(request: SignedIn, desk: DeskFile, form: ReadingForm | TakeUpForm, *, status: int = 200) -> HttpResponse:
    may_read = request.user.has_perm("assessments.screen", desk.nomination)
    context = {
        "desk": desk,
        "nomination": desk.nomination,
        "identities": desk.identities,
        "worklist": beside(desk),
        "form": form,
        "reading": form if isinstance(form, ReadingForm) else ReadingForm(file=desk),
        "may_take": may_read and desk.is_on_desk and not desk.is_mine and not desk.has_read,
        "may_read": may_read and desk.is_mine and not desk.has_read,
        "take_key": new_key(),
    }
    return render(request, "assessments/screening/file.html", context, status=status)


def _path(number: str) -> str:
    return reverse("assessments:screening_file", args=[number])
