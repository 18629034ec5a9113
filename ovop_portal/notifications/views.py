"""The inbox: `/kabar/`."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.policies import signed_in
from ovop_portal.notifications import inbox as counting
from ovop_portal.notifications import operations
from ovop_portal.notifications.models import Notice

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
    """Follow a notice to its page; by that it is read."""
    notice = get_object_or_404(Notice.objects.filter(recipient=request.user), uuid=uuid)
    operations.mark_read(request.user, now=now(), uuid=notice.uuid)
    return redirect(notice.path)


@require_POST
@signed_in
def read_all(request: SignedIn) -> HttpResponse:
    """Mark everything as read."""
    operations.mark_read(request.user, now=now())
    return redirect("notifications:inbox")
