"""How pages of every room carry out what a form asks: once for each key, in one transaction, with an answer for every outcome.

    def withdraw(request, number):
        file, form = open_file(request, number), WithdrawForm(sent_by(request))

        def work():
            sending.withdraw([file.nomination], form.cleaned_data["alasan"], by=request.user, now=file.now)
            return file.url("status"), _("Pengajuan sudah ditarik")

        if form.is_bound and (done := carry_out(request, form, work, now=file.now)):
            return done
        return render_form(request, "awards/owner/withdraw.html", {"file": file}, form)

A few pages use `idempotency.once` themselves: visitors, who are told nothing of a first sending; forms with a password, which is no part of what is compared;
and the sections of a file, which keep more of the first sending than where it led.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.forms import OvopForm
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.idempotency import BadKey, new_key, once


class TooLate(Exception):
    """The act is done already, or the hour has passed. The page answers with 409 in these words."""


class _NotTaken(Exception):
    """The form itself has something to mend: the key stays free for the corrected sending."""


def carry_out(
    request: SignedIn, form: OvopForm, work: Callable[[], tuple[str, str]], *, now: datetime
) -> HttpResponse | None:
    """Take a sent form and do `work`, which returns the path that follows and the words that greet there (none where the page says it itself).

    A repeated sending gets the first one's answer before anything is asked again: the row may have moved by then, and the form would no longer
    fit. None means that the form is not taken and now says why: its page is drawn again.
    """
    key = request.POST.get(form.add_prefix("kunci"), "")
    try:
        with once(key or new_key(), by=request.user, request=request, now=now) as turn:
            if turn.first:
                if not form.is_valid():
                    raise _NotTaken
                if not key:
                    raise BadKey("form without a key")
                path, words = work()
                turn.keep(path=path, message=str(words))
    except _NotTaken:
        return None
    except Refused as refused:
        form.is_valid()  # A key used before is refused before the form was read.
        form.add_refused(refused)
        return None
    except Stale as stale:
        return conflict(request, stale)
    except TooLate as late:
        return conflict(request, str(late))
    if turn.response["message"]:
        messages.success(request, turn.response["message"])
    return redirect(turn.response["path"])
