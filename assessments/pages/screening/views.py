"""The screening desk (A2): the queue, and a file with its gates."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Reading
from assessments.operations.screening import close_unanswered, give_more_time, read_files, take_up, take_up_next
from assessments.pages.screening.beside import beside
from assessments.pages.screening.file import DeskFile, files_to_screen
from assessments.pages.screening.forms import AnswerForm, ReadingForm, TakeUpForm, outcome_words
from assessments.pages.screening.queue import Queue
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.verbs import Refused, Stale


@page_and_form
@allow("assessments.watch_screening")
def queue(request: SignedIn) -> HttpResponse:
    """A2.1: the files by how far they are. The button takes up the one that has waited longest."""
    desk = Queue(request.user, now(), request.GET)
    form = TakeUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, "assessments.screen", desk.edition)

        def work() -> tuple[str, str]:
            nomination = take_up_next(desk.edition, desk.among, by=request.user, now=desk.now)
            if nomination is None:
                return request.get_full_path(), _("Tidak ada berkas yang menunggu")
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
        give_more_time([nomination], form.answer_by, by=request.user, now=desk.now)
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
        [made] = read_files([form.reading], by=request.user, now=desk.now, answer_by=form.answer_by)
        words = outcome_words(made).format(number=desk.nomination.number)
        return _go_on(request, desk, made), words

    return carry_out(request, form, work, now=desk.now) or _page(request, desk, form, status=422)


def _go_on(request: SignedIn, desk: DeskFile, made: Reading) -> str:
    """Take up the next file where the screener asked for it, and return its path; else that of what the others found of this one, or, after a first reading,
    of the queue. The reading stands, whatever becomes of the next file.
    """
    following = None
    if "lanjut" in request.POST:
        with suppress(Stale, Refused):
            following = take_up_next(desk.nomination.edition, by=request.user, now=desk.now)
    if following is not None:
        return _path(following.number)
    if made.turn > 1:
        return _path(desk.nomination.number)
    return reverse("assessments:screening_queue") + f"?tahun={desk.nomination.edition.year}"


def _page(request: SignedIn, desk: DeskFile, form: ReadingForm | TakeUpForm, *, status: int = 200) -> HttpResponse:
    may_read = request.user.has_perm("assessments.screen", desk.nomination)
    context = {
        "desk": desk,
        "nomination": desk.nomination,
        "identities": desk.identities,
        "worklist": beside(desk),
        "form": form,
        "reading": form if isinstance(form, ReadingForm) else ReadingForm(file=desk),
        "may_take": may_read and desk.is_on_desk and not desk.is_mine and not desk.has_read and not desk.ties,
        "may_read": may_read and desk.is_mine and not desk.has_read and not desk.ties,
        "take": form if isinstance(form, TakeUpForm) else TakeUpForm(),
    }
    return render(request, "assessments/screening/file.html", context, status=status)


def _path(number: str) -> str:
    return reverse("assessments:screening_file", args=[number])
