"""The juror's pages: the queue, a file with its scoring form, sending, and recusing oneself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from assessments.dossier import evidence
from assessments.models import Score, Scoresheet
from assessments.operations import assigning, sheets
from assessments.pages.jury.colleagues import colleagues_of
from assessments.pages.jury.forms import AskReopeningForm, ConflictForm
from assessments.pages.jury.queue import Queue
from assessments.pages.jury.scores import BadOperation, changed_cells, read_operation
from assessments.pages.jury.sheet import OpenSheet
from assessments.rubric.questionnaire import Answered, answered, choice_of, questions
from assessments.scoring.saving import Answer, save
from assessments.states import EntryState, SheetState
from awards.models import Window, WindowKind
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict as conflict_page
from ovop_portal.common.clock import arrival_in_statement, is_in_time, now, waited
from ovop_portal.common.formats import pukul
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form
from ovop_portal.common.prepared import Prepared
from ovop_portal.common.verbs import Stale
from ovop_portal.ledger.idempotency import new_key

# The sentences of static/js/juri.js; a value stands in braces.
WORDS = {
    "device": gettext_lazy("Tersimpan di perangkat ini, {jam}"),
    "sending": gettext_lazy("Mengirim…"),
    "server": gettext_lazy("Tersimpan di server {jam}"),
    "waiting": gettext_lazy("Menunggu jaringan ({n} perubahan)"),
    "sign-in": gettext_lazy("Perlu masuk lagi. Isian Anda aman di perangkat ini."),
    "conflict": gettext_lazy("Nilai ini diubah di perangkat lain. Pilih yang dipakai."),
    "closed": gettext_lazy("Lembar ini sudah ditutup. Muat ulang halaman."),
    "refused": gettext_lazy("Belum tersimpan: {pesan}"),
    "here": gettext_lazy("Di perangkat ini"),
    "there": gettext_lazy("Di server"),
    "reason": gettext_lazy("Isi alasan mengapa tidak dapat dinilai"),
    "none": gettext_lazy("belum dinilai"),
    "unused": gettext_lazy("Tombol {tombol} tidak dipakai pada kriteria ini"),
    "leave": gettext_lazy("Masuk lagi"),
}


STATUS_CODES = {"saved": 200, "repeat": 200, "misuse": 422}
# Why a sheet takes no more scores, by its state.
CLOSED: dict[str, Any] = {
    SheetState.DRAFT: gettext_lazy("Masa penilaian sudah ditutup"),
    SheetState.WITHDRAWN: gettext_lazy("Panitia menarik lembar ini"),
}


@require_GET
@allow("assessments.work_as_juror")
def queue(request: SignedIn) -> HttpResponse:
    """All files of the juror, by how far they are; one button leads to the next one."""
    return render(request, "assessments/jury/queue.html", {"queue": Queue.of(request.user)})


@page_and_form
@allow("assessments.work_as_juror")
def sheet(request: SignedIn, code: str) -> HttpResponse:
    """The evidence beside the scoring form. Without JavaScript the form is saved whole; with it, each answer by `save_scores`."""
    mine = OpenSheet.of(request.user.pk, code)
    if mine is None:
        raise Http404
    rows = mine.answered()
    if request.method == "POST":
        return _save_page(request, mine, rows)
    return _sheet_page(request, mine, rows)


@require_POST
@allow("assessments.work_as_juror")
def save_scores(request: SignedIn, code: str) -> JsonResponse:
    """One operation of a device: the smallest request of the portal."""
    found = _sheet_to_save(user=request.user.pk, code=code, round=_round(request.GET))
    if not found:
        raise Http404
    sheet_id, in_window, rubric_id, commodity = found[0]
    try:
        operation = read_operation(json.loads(request.body), questions(rubric_id, commodity))
    except (BadOperation, ValueError, RecursionError) as problem:
        words = str(problem) if isinstance(problem, BadOperation) else _("Kiriman ini tidak dikenali")
        return JsonResponse({"status": "refused", "message": words}, status=422)
    answer = save(
        sheet_id,
        operation.cells,
        op_id=operation.op_id,
        base_version=operation.base_version,
        by=request.user.actor,
        is_open=in_window,
    )
    return _as_json(answer)


@page_and_form
@allow("assessments.work_as_juror")
def send(request: SignedIn, code: str) -> HttpResponse:
    """Check, send, and for some minutes take back."""
    mine, hour, form = _own_sheet(request, code), now(), OvopForm(sent_by(request))
    if form.is_bound and (done := carry_out(request, form, lambda: _send_or_undo(request, mine, hour), now=hour)):
        return done
    rows, lacking = _answered(mine), form.refused
    if not form.is_bound and mine.state == SheetState.DRAFT:
        lacking = sheets.missing_for_sending([mine], hour)[mine.pk]
    return render(
        request,
        "assessments/jury/send.html",
        {
            "sheet": mine,
            "code": code,
            "rows": rows,
            "lacking": lacking,
            "sum": sum((row.points for row in rows), start=0),
            "undo_until": mine.sent_at and sheets.lock_due(mine.sent_at),
            "may_undo": mine.state == SheetState.SENT
            and mine.sent_at is not None
            and is_in_time(hour, sheets.lock_due(mine.sent_at)),
            "undo_minutes": settings.SHEET_UNDO_MINUTES,
            "asked": mine.reopening_requests.order_by("-asked_at", "-pk").first()
            if mine.state == SheetState.LOCKED
            else None,
            "is_decided": mine.entry.state == EntryState.DECIDED,
            "colleagues": colleagues_of(mine, rows, request.user),
            "upcoming": Queue.of(request.user).after(code) if mine.state != SheetState.DRAFT else None,
            "key": new_key(),
        },
        status=422 if form.is_bound else 200,
    )


@page_and_form
@allow("assessments.work_as_juror")
def conflict(request: SignedIn, code: str) -> HttpResponse:
    """The juror says that they must not judge this file; it leaves their queue."""
    rows = Scoresheet.objects.own(request.user).newest_round().select_related("juror__user", "entry__nomination")
    mine, moment = get_object_or_404(rows, entry__nomination__blind_code=code), now()
    form = ConflictForm(sent_by(request))

    def work() -> tuple[str, str]:
        _demand_draft(mine)
        assigning.declare_conflict(mine.juror, [mine.entry.nomination], **form.answers, by=request.user, now=moment)
        words = _("Benturan kepentingan dicatat. Berkas {code} tidak lagi dinilai oleh Anda")
        return reverse("assessments:jury_queue"), words.format(code=code)

    # The key is asked before the file is looked for: a second click on the button gets the first one's answer.
    if request.method == "POST" and (done := carry_out(request, form, work, now=moment)):
        return done
    _demand_draft(mine)
    return render_form(request, "assessments/jury/conflict.html", {"code": code, "sheet": mine}, form)


@page_and_form
@allow("assessments.work_as_juror")
def ask_reopening(request: SignedIn, code: str) -> HttpResponse:
    """P6.2: after the minutes for taking back, the juror asks for a locked sheet to be opened again."""
    mine, moment = _own_sheet(request, code), now()
    summary = reverse("assessments:jury_send", args=[code])
    form = AskReopeningForm(sent_by(request))

    def work() -> tuple[str, str]:
        sheets.ask_reopening(mine, form.cleaned_data["reason"], by=request.user, now=moment)
        return summary, _("Permintaan terkirim. Panitia membaca alasan Anda, dan Anda diberi kabar tentang jawabannya")

    if request.method == "POST":
        if done := carry_out(request, form, work, now=moment):
            return done
    elif not request.user.has_perm("assessments.ask_reopening", mine) or mine.reopening_requests.unanswered().exists():
        return redirect(summary)
    return render_form(request, "assessments/jury/ask_reopening.html", {"code": code, "back": summary}, form)


def _demand_draft(mine: Scoresheet) -> None:
    if mine.state != SheetState.DRAFT:
        raise Http404


def _own_sheets(request: SignedIn) -> QuerySet[Scoresheet]:
    return Scoresheet.objects.open_to(request.user.pk).select_related(
        "juror__user",
        "entry__panel",
        "entry__submission",
        "entry__nomination__edition__plan",
        "entry__nomination__edition__scheme",
        "entry__nomination__edition__publication",
        "entry__nomination__product__commodity_group",
        "entry__nomination__regency__province",
    )


def _rows_to_save(user: int, code: str, round: int, waited_ms: int) -> QuerySet[Any, Any]:
    nomination = "entry__nomination"
    windows = Window.objects.filter(edition=OuterRef(f"{nomination}__edition"), kind=WindowKind.ASSESSMENT)
    return (
        # Cast, because a prepared statement leaves the place open with a number that no round has.
        Scoresheet.objects.alias(number=Cast("round", BigIntegerField()))
        .filter(juror__user=user, number=round, entry__nomination__blind_code=code)
        .without_conflict(user)
        .annotate(in_window=Exists(windows.open_at(arrival_in_statement(waited_ms))))
        .values_list(
            "pk", "in_window", f"{nomination}__edition__plan__rubric_id", f"{nomination}__product__commodity_group_id"
        )
    )


# What a save needs to know, in one statement: whose sheet, whether the window is open, and which form. The page says which round it was drawn with, so
# that what was typed on a sheet that has since been locked and opened again is never taken for an answer of the new round.
_rows_of_save = Prepared(_rows_to_save, user=int, code=str, round=int, waited_ms=int)


def _sheet_to_save(user: int, code: str, round: int) -> list[tuple[Any, ...]]:
    return _rows_of_save(user=user, code=code, round=round, waited_ms=waited() // timedelta(milliseconds=1))


def _round(said: Mapping[str, str]) -> int:
    """The round with which the page was drawn; the first where the request names none."""
    number = said.get("putaran", "")
    return int(number) if number.isdecimal() and len(number) <= 4 else 1


def _own_sheet(request: SignedIn, code: str) -> Scoresheet:
    return get_object_or_404(_own_sheets(request), entry__nomination__blind_code=code)


def _answered(mine: Scoresheet) -> list[Answered]:
    nomination = mine.entry.nomination
    form = questions(nomination.edition.plan.rubric_id, nomination.product.commodity_group_id)
    return answered(form, Score.objects.filter(sheet=mine))


def _sheet_page(request: SignedIn, mine: OpenSheet, rows: list[Answered], *, status: int = 200) -> HttpResponse:
    dossier, blind, province = mine.dossier().without_numbers(), mine.is_blind, mine.province_name
    chapters = evidence.chapters(dossier, blind=blind, province=province)
    return render(
        request,
        "assessments/jury/sheet.html",
        {
            "sheet": mine,
            "rows": rows,
            "done": sum(row.is_answered for row in rows),
            "points": sum((row.points for row in rows), start=0),
            "most": sum((row.question.max_points for row in rows), start=0),
            "chapters": chapters,
            "facts": evidence.by_evidence(chapters),
            "pictures": evidence.pictures(dossier, blind=blind, province=province),
            "papers": evidence.papers(dossier, blind=blind),
            "problems": [row for row in rows if row.error],
            "differences": [row for row in rows if row.theirs],
            "key": new_key(),
            "words": WORDS,
        },
        status=status,
    )


def _save_page(request: SignedIn, mine: OpenSheet, rows: list[Answered]) -> HttpResponse:
    cells, is_whole = changed_cells(rows, request.POST)
    if not is_whole:
        return _sheet_page(request, mine, rows, status=422)
    if cells:
        found = _sheet_to_save(user=request.user.pk, code=mine.code, round=_round(request.POST))
        try:
            op_id, base = _key_and_version(request)
        except ValueError:
            return conflict_page(request)
        if not found:
            raise Http404
        sheet_id, in_window, *_form = found[0]
        answer = save(sheet_id, cells, op_id=op_id, base_version=base, by=request.user.actor, is_open=in_window)
        if answer.state == SheetState.DRAFT:
            messages.warning(request, _("Masa penilaian sudah ditutup, jadi isian ini belum tersimpan"))
            return _sheet_page(request, mine, rows, status=409)
        if answer.status == "conflict":
            for row in rows:
                if row.question.pk in answer.theirs:
                    row.set_beside(answer.theirs[row.question.pk])
            mine.version = answer.version
            return _sheet_page(request, mine, rows, status=409)
        if answer.status in {"closed", "misuse", "unseen"}:
            return conflict_page(request)
    if "lanjut" in request.POST:
        messages.success(request, _("Nilai {code} tersimpan").format(code=mine.code))
        upcoming = Queue.of(request.user).after(mine.code)
        return redirect(upcoming.url if upcoming else reverse("assessments:jury_queue"))
    messages.success(request, _("Nilai tersimpan"))
    target = "jury_send" if "kirim" in request.POST else "jury_sheet"
    return redirect(reverse(f"assessments:{target}", args=[mine.code]))


def _key_and_version(request: SignedIn) -> tuple[UUID, int]:
    """The page's operation id and the version it was drawn with. Raises `ValueError` for what no page of ours sends."""
    version = int(request.POST.get("versi", ""))
    if not 0 <= version < 2**31:
        raise ValueError("version out of range")
    return UUID(request.POST.get("kunci", "")), version


def _send_or_undo(request: SignedIn, mine: Scoresheet, hour: datetime) -> tuple[str, str]:
    code = mine.entry.nomination.blind_code
    if request.POST.get("langkah") == "batal":
        sheets.undo_send([mine], by=request.user, now=hour)
        words = _("Pengiriman dibatalkan. Anda bisa mengubah nilai lagi")
        return reverse("assessments:jury_sheet", args=[code]), words
    try:
        seen = int(request.POST.get("versi", ""))
    except ValueError:
        raise Stale(mine) from None
    sheets.send_sheet([mine], seen={mine.pk: seen}, by=request.user, now=hour)
    return reverse("assessments:jury_send", args=[code]), _("Nilai terkirim")


def _as_json(answer: Answer) -> JsonResponse:
    body: dict[str, object] = {"status": answer.status, "version": answer.version}
    if answer.saved_at:
        body["saved_at"] = pukul(answer.saved_at)
    if answer.theirs:
        body["theirs"] = {
            criterion: {
                "choice": choice_of(cell["points"] and Decimal(cell["points"]), cell["cannot_assess"]),
                "note": cell["note"],
            }
            for criterion, cell in answer.theirs.items()
        }
    if words := _refusal(answer):
        body["message"] = words
    return JsonResponse(body, status=STATUS_CODES.get(answer.status, 409))


def _refusal(answer: Answer) -> str:
    """Why nothing was stored, in words. A closed sheet that is still a draft was closed by the hour."""
    if answer.status == "unseen":
        return _("Halaman ini tidak cocok dengan lembar di server. Muat ulang halaman")
    if answer.status == "misuse":
        return _("Kiriman ini tidak dikenali. Muat ulang halaman")
    if answer.status != "closed":
        return ""
    return CLOSED.get(answer.state, _("Lembar ini sudah dikirim"))
