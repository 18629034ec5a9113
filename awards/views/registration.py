"""An owner registers: what it is about, may I, my account (J-I1).

Answers travel in the address, so that "back" always works and nothing is kept of people who only look.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from awards.forms.registration import STEPS, UNKNOWN, AccountForm, Answers, QuestionForm
from awards.opening import opening
from awards.operations.candidates import register_candidate
from awards.views._file import sent_by
from ovop_portal.accounts.limits import WAIT, Limit, address_of, give_back, within_limits
from ovop_portal.common import formats
from ovop_portal.common.clock import now as read_clock
from ovop_portal.common.forms import render_form
from ovop_portal.common.policies import public
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.idempotency import once
from regions.models import Office

# A room full of people registers at a workshop, from one address.
BY_ADDRESS = Limit("register.address", most=100, seconds=300)
BY_NUMBER = Limit("register.number", most=5, seconds=300)
# The answer "taken" tells that somebody has an account: whoever walks through numbers hears it a few times only.
TAKEN = Limit("register.taken", most=20, seconds=3600)
VISITOR = "system:visitor"


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What OVOP is, who may join, what to prepare, until when."""
    return render(request, "awards/register_start.html", {"opening": opening(read_clock())})


@public
@require_safe
def eligibility(request: HttpRequest) -> HttpResponse:
    """One question at a time; in the end the account, or what is still missing and who helps."""
    answers = Answers.from_query(request.GET)
    step = answers.next_step
    if step is not None:
        # A page that was sent without an answer comes back with the error; one that is opened anew does not.
        form = QuestionForm(request.GET if step in request.GET else None, step=step, answers=answers.given)
        place = STEPS.index(step)
        context = {
            "answers": answers,
            "step": step,
            "place": place + 1,
            "count": len(STEPS),
            "before": answers.before(step),
        }
        return render_form(request, "awards/register_question.html", context, form)
    if answers.hindrances:
        return render(request, "awards/register_verdict.html", {"answers": answers, "office": _office(answers)})
    return redirect(reverse("awards:register_account") + answers.query)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("sandi")
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """The account and the draft in one step; then signed in, at the task list."""
    if request.user.is_authenticated:
        return redirect("awards:register")
    answers = Answers.from_query(request.GET)
    if answers.next_step is not None or set(answers.hindrances) - {"nib"}:
        return redirect(reverse("awards:register_check") + answers.query)
    form, taken, refusal = AccountForm(sent_by(request)), False, 422
    if form.is_valid():
        address = address_of(request)
        if within_limits(BY_ADDRESS.of(address), BY_NUMBER.of(form.answers["telepon"]), TAKEN.of(address)):
            try:
                return _register(request, form, answers)
            except Refused as refused:
                _say(form, refused)
                taken = any(item.code in ("phone_taken", "email_taken") for item in refused.missing)
            finally:
                if not taken:
                    give_back(TAKEN.of(address))
        else:
            form.add_error(None, WAIT)
            refusal = 429
    context = {"answers": answers, "office": _office(answers), "taken": taken}
    return render_form(request, "awards/register_account.html", context, form, refusal=refusal)


def _register(request: HttpRequest, form: AccountForm, answers: Answers) -> HttpResponse:
    now, given = read_clock(), form.answers
    # The password is no part of the fingerprint: a quick hash of it must not lie in a table.
    asked = {name: values for name, values in form.body.items() if name != "sandi"} | {"answers": answers.given}
    with once(form.key, by=VISITOR, request=asked, now=now) as turn:
        if turn.first:
            _owner, draft = register_candidate(
                name=given["nama"],
                phone=given["telepon"],
                email=given["surel"],
                password=given["sandi"],
                firm={
                    "name": given["usaha"],
                    "product_name": given["produk"],
                    "regency": answers.regency,
                    "commodity_group": answers.commodity_group,
                    "sentra_by_office": answers.given["sentra"] == UNKNOWN,
                },
                now=now,
            )
            path = reverse("awards:tasks", args=[draft.number]) if draft else reverse("awards:owner_home")
            turn.keep(path=path)
    return _sign_in(request, given, turn.response["path"])


def _sign_in(request: HttpRequest, given: dict[str, Any], path: str) -> HttpResponse:
    """With the password just given, so that a repeat of somebody's form opens nobody's account."""
    user = authenticate(request, phone=given["telepon"], password=given["sandi"])
    if user is None:
        return redirect("accounts:sign_in")
    login(request, user)
    number = formats.telepon(given["telepon"])
    messages.success(
        request, _("Akun Anda sudah jadi. Masuklah lain kali dengan nomor {number}.").format(number=number)
    )
    return redirect(path)


def _say(form: AccountForm, refused: Refused) -> None:
    """The verbs name their own fields; here they stand under the names of the page."""
    names = {"phone": "telepon", "email": "surel", "password": "sandi"}
    form.add_refused(Refused(*(replace(item, field=names.get(item.field, "")) for item in refused.missing)))


def _office(answers: Answers) -> Office | None:
    """The dinas that will check the file, if it is in the portal already."""
    code = answers.given.get("daerah")
    return Office.objects.active().at(code).for_labels().first() if code else None
