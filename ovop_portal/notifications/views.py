"""The inbox: `/kabar/`, the letters that were given up: `/panitia/surat/`, and the door through which WhatsApp tells what became of messages."""

from __future__ import annotations

import json
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import now
from ovop_portal.common.formats import angka
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, public, signed_in
from ovop_portal.common.verbs import Stale
from ovop_portal.notifications import inbox as counting
from ovop_portal.notifications import operations
from ovop_portal.notifications.channels import whatsapp
from ovop_portal.notifications.forms import SetAsideForm
from ovop_portal.notifications.held import Held, held_letters
from ovop_portal.notifications.models import Notice, Outbox
from ovop_portal.notifications.receipts import record_receipts, record_words

PER_PAGE = 50


@require_safe
@signed_in
def inbox(request: SignedIn) -> HttpResponse:
    """The user's notices, latest first; `?tampil=belum` shows those not read yet."""
    only_unread = request.GET.get("tampil") == "belum"
    notices = Notice.objects.for_inbox(request.user, only_unread=only_unread)
    counts = counting.counts(request.user)
    pages = Paginator(notices, PER_PAGE)
    pages.count = counts.unread if only_unread else counts.all
    context = {
        "page": pages.get_page(request.GET.get("laman")),
        "only_unread": only_unread,
        "unread": counts.unread,
    }
    return render(request, "notifications/notice_list.html", context)


@require_POST
@signed_in
def open_notice(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Follow a notice to its page, which marks it as read."""
    notice = get_object_or_404(Notice.objects.filter(recipient=request.user), uuid=uuid)
    operations.mark_read(request.user, now=now(), uuid=notice.uuid)
    return redirect(notice.path)


@require_POST
@signed_in
def read_all(request: SignedIn) -> HttpResponse:
    """Mark everything as read."""
    operations.mark_read(request.user, now=now())
    return redirect("notifications:inbox")


MEND = "notifications.mend_letters"


@require_safe
@allow(MEND)
def held(request: SignedIn) -> HttpResponse:
    """The letters that did not go out, each with the two things that can be done about it."""
    page = Paginator(held_letters(), PER_PAGE).get_page(request.GET.get("laman"))
    context = {"page": page, "letters": [Held(letter) for letter in page.object_list]}
    return render(request, "notifications/held_list.html", context)


@require_POST
@allow(MEND)
def retry(request: SignedIn) -> HttpResponse:
    """One letter, or all of them, gets a new row of attempts. Sent twice it does nothing more: what is tried again is no longer held."""
    asked = request.POST.get("surat", "")
    letters = Outbox.objects.filter(uuid=asked) if _is_uuid(asked) else Outbox.objects.none() if asked else None
    n = operations.revive(letters, by=request.user, now=now())
    words = ngettext("{n} surat dicoba lagi", "{n} surat dicoba lagi", n) if n else _("Tidak ada surat yang tertahan")
    messages.success(request, words.format(n=angka(n)))
    return redirect("notifications:held")


@page_and_form
@allow(MEND)
def set_aside(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Set a letter aside, with a reason."""
    letter = get_object_or_404(Outbox.objects.filter(parked_at__isnull=False).select_related("recipient"), uuid=uuid)
    form = SetAsideForm(sent_by(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_aside(letter, form.cleaned_data["reason"], by=request.user, now=now())
        except Stale:
            return conflict(request, _("Surat ini sudah tidak tertahan."), path=reverse("notifications:held"))
        messages.success(request, _("Surat disisihkan"))
        return redirect("notifications:held")
    return render_form(request, "notifications/held_set_aside.html", {"held": Held(letter)}, form)


@csrf_exempt
@page_and_form
@public
def whatsapp_receipts(request: HttpRequest) -> HttpResponse:
    """WhatsApp asks once whether this address is ours (GET), then tells what became of messages (POST): nothing of it is read before its signature was
    checked. Without the secret of the settings nobody is there.
    """
    if not settings.WHATSAPP_APP_SECRET:
        raise Http404
    if request.method != "POST":
        if not (challenge := whatsapp.challenge_in(request.GET)):
            raise PermissionDenied("a challenge without our word")
        return HttpResponse(challenge, content_type="text/plain")
    # The body of a form may have been read by then, and is none that WhatsApp would sign.
    is_json = request.content_type == "application/json"
    if not (is_json and whatsapp.is_signed(request.body, request.headers.get("X-Hub-Signature-256", ""))):
        raise PermissionDenied("a webhook without our signature")
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as broken:
        raise BadRequest("a webhook that is no JSON") from broken
    record_receipts(whatsapp.receipts_in(said), now=now())
    record_words(whatsapp.words_in(said), now=now())
    return HttpResponse(status=200)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
