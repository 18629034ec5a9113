"""The section of certificates and permits: the required papers first, then whatever else the firm holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from awards.dossier.contents import Dossier
from awards.pages.doors import open_file
from awards.pages.owner.file import File
from awards.pages.owner.views.sections import came_from_check, context_of, onward, say_doubts
from ikm import operations as firms
from ikm.forms.papers import PermitForm
from ikm.models import Permit, PermitKind
from ikm.readers import PERMIT
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.forms import render_form
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.documents.operations import store
from ovop_portal.ledger.idempotency import once

ANOTHER, FROM_CHECK = "lain", "&dari=periksa"


@dataclass(frozen=True)
class PaperLine:
    """A paper of the list: required or not, there or not."""

    label: str
    permit: Permit | None
    query: str
    required: bool = False


@dataclass(frozen=True)
class Asked:
    """The paper that the reader wants to write."""

    label: str
    kinds: list[str]
    permit: Permit | None = None


class Gone(Http404):
    """The paper is not there, or no longer."""


def papers_page(request: SignedIn, file: File, code: str) -> HttpResponse:
    """The list, or the form of one paper when the address asks for it."""
    try:
        asked = _asked(request, file)
    except Gone:
        if request.method != "POST":
            raise
        return _gone(request, file)
    if asked is not None:
        return _paper_page(request, file, code, asked)
    if request.method == "POST":
        raise Http404
    required, others = lines_of(file.dossier)
    tail = FROM_CHECK if came_from_check(request) else ""
    context = context_of(
        file,
        code,
        required=required,
        others=others,
        another=ANOTHER,
        tail=tail,
        today=day_in_wib(file.now),
        onward=onward(request, file, code),
    )
    return render_form(request, "awards/owner/section_papers.html", context)


def lines_of(dossier: Dossier) -> tuple[list[PaperLine], list[PaperLine]]:
    """The required papers, and the others that are there."""
    found = [(paper, dossier.permit_for(paper)) for paper in dossier.papers]
    required = [
        PaperLine(paper.label, permit, _query_of(permit) if permit else f"?isi={paper.code}", True)
        for paper, permit in found
    ]
    used = {permit.pk for _paper, permit in found if permit}
    others = [
        PaperLine(permit.get_kind_display(), permit, _query_of(permit))
        for permit in dossier.permits
        if permit.pk not in used
    ]
    return required, others


def _query_of(permit: Permit) -> str:
    return "?" + urlencode({"jenis": permit.kind, "nomor": permit.number})


def _asked(request: SignedIn, file: File) -> Asked | None:
    query, dossier = request.GET, file.dossier
    if "jenis" in query:
        return _known(dossier, query["jenis"], query.get("nomor", ""))
    if query.get("isi") == ANOTHER:
        return Asked(_("Sertifikat atau izin lain"), _other_kinds(dossier))
    if "isi" in query:
        return _required(dossier, query["isi"])
    return None


def _known(dossier: Dossier, kind: str, number: str) -> Asked:
    found = next((permit for permit in dossier.permits if (permit.kind, permit.number) == (kind, number)), None)
    if found is None:
        raise Gone
    return Asked(found.get_kind_display(), [found.kind], found)


def _required(dossier: Dossier, code: str) -> Asked:
    paper = next((paper for paper in dossier.papers if paper.code == code), None)
    if paper is None:
        raise Http404
    return Asked(paper.label, list(paper.kinds))


def _other_kinds(dossier: Dossier) -> list[str]:
    """Kinds that no required paper of this product asks for."""
    required = {kind for paper in dossier.papers for kind in paper.kinds}
    return [kind for kind in PermitKind.values if kind not in required] or PermitKind.values


def _paper_page(request: SignedIn, file: File, code: str, asked: Asked) -> HttpResponse:
    if request.method == "POST" and "hapus" in request.POST:
        return _remove(request, file, asked)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = PermitForm(
        *sent, ikm=file.nomination.ikm, kinds=asked.kinds, today=day_in_wib(file.now), permit=asked.permit
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, file, form, asked)
        except Refused as refused:
            form.add_refused(refused)
        except Stale as stale:
            return _changed(request, file, code, form, asked, stale)
    return render_form(request, "awards/owner/section_paper.html", context_of(file, code, asked=asked), form)


def _changed(request: SignedIn, file: File, code: str, form: PermitForm, asked: Asked, stale: Stale) -> HttpResponse:
    """409: somebody else wrote this paper. What was typed stays, beside the paper as it is now."""
    if not isinstance(stale.obj, Permit):
        return conflict(request, stale, path=file.url("section", code))
    form.see(stale.obj)
    form.add_error(
        None,
        _(
            "Dokumen ini baru diubah dari perangkat lain, jadi isian Anda belum tersimpan. Kirim lagi bila isian Anda yang dipakai"
        ),
    )
    context = context_of(file, code, asked=replace(asked, permit=stale.obj))
    return render_form(request, "awards/owner/section_paper.html", context, form, refusal=409)


def _gone(request: SignedIn, file: File) -> HttpResponse:
    """The answer where the paper has another number by now, or is gone: a second tap gets the first one's answer, another writer is told."""
    if "hapus" in request.POST:
        return _back(request, file)
    try:
        with once(request.POST.get("kunci"), by=request.user, request=request, now=file.now) as turn:
            if turn.first:
                raise Stale(file.nomination.ikm)
    except (Stale, Refused):
        return conflict(request, path=file.url("section", "sertifikat"))
    return _saved(request, file, turn.response["label"])


def _save(request: SignedIn, file: File, form: PermitForm, asked: Asked) -> HttpResponse:
    """Write the paper."""
    by, now, answers = request.user, file.now, form.answers
    with once(form.key, by=by, request=request, now=now) as turn:
        if turn.first:
            upload = answers["document"]
            document = store(upload, kind=PERMIT, by=by, now=now) if upload else None
            permit = firms.add_permit(
                file.nomination.ikm,
                form.chosen_kind,
                number=answers["number"],
                issued_on=answers["issued_on"],
                valid_until=answers["valid_until"],
                document=document,
                by=by,
                now=now,
                seen=form.seen,
                before=asked.permit,
            )
            turn.keep(label=permit.get_kind_display(), path=file.url("section", "sertifikat"))
    return _saved(request, file, turn.response["label"])


def _saved(request: SignedIn, file: File, label: str) -> HttpResponse:
    messages.success(request, _("Dokumen tersimpan: {label}.").format(label=label))
    say_doubts(request, open_file(request, file.nomination.number), "sertifikat")
    return _back(request, file)


def _remove(request: SignedIn, file: File, asked: Asked) -> HttpResponse:
    if asked.permit is not None:
        try:
            firms.remove_permit(asked.permit, by=request.user, now=file.now, seen=request.POST.get("dilihat"))
        except Stale as stale:
            return conflict(request, stale, path=request.get_full_path())
        messages.success(request, _("Dokumen dihapus: {label}.").format(label=asked.label))
    return _back(request, file)


def _back(request: SignedIn, file: File) -> HttpResponse:
    tail = f"?{FROM_CHECK}" if came_from_check(request) else ""
    return redirect(file.url("section", "sertifikat") + tail)
