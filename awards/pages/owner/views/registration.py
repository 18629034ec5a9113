"""An owner registers: what it is about, may I, my account (J-I1).

A number that has an account already ends on the same page as a new one: that an account exists is told to its holder only, never to whoever asks.
Answers travel in the address, so that "back" always works and nothing is kept of people who only look.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from awards.models import Nomination
from awards.operations.candidates import register_candidate
from awards.pages.owner.edition_notice import opening
from awards.pages.owner.forms.registration import AGAIN, FROM, STEPS, UNKNOWN, AccountForm, Answers, QuestionForm
from awards.rules import firms_owned
from awards.states import NOT_LIVE
from ovop_portal.accounts import reaching
from ovop_portal.accounts.backends import SIGN_IN
from ovop_portal.accounts.contact_codes import waiting_for
from ovop_portal.accounts.limits import WAIT, Limit, address_of, give_back, site_of, within_limits
from ovop_portal.accounts.models import Purpose, User
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.tries import may_write_code_to
from ovop_portal.accounts.views import NAME_KNOWN
from ovop_portal.common import formats
from ovop_portal.common.clock import now as read_clock
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import page_and_form, public
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.idempotency import VISITOR, once
from regions.models import Office

# A room full of people registers at a workshop, from one address.
BY_ADDRESS = Limit("register.address", most=100, seconds=300)
BY_NUMBER = Limit("register.number", most=10, seconds=3600)
# Ten places may use up their tries in an hour before a number is closed to all, so that nobody keeps one from its holder cheaply.
NUMBER_ANYWHERE = Limit("register.anywhere", most=100, seconds=3600)
# The page is the same for a number that has an account, but whoever goes on learns whether they are let in: a few times only.
TAKEN = Limit("register.taken", most=20, seconds=3600)
# In the session of a visitor, for the page that follows.
REGISTERED = "registered"
GOES_ON = timedelta(minutes=10)


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What OVOP is, who may join, what to prepare, until when."""
    return render(request, "awards/owner/register_start.html", {"opening": opening(read_clock())})


@public
@require_safe
def eligibility(request: HttpRequest) -> HttpResponse:
    """One question at a time; in the end the account, or what is still missing and who helps."""
    answers = Answers.from_query(request.GET)
    step = answers.next_step
    if step is not None:
        # A page that was sent without an answer comes back with the error. One that is opened anew does not, nor one whose answer no longer fits an
        # earlier one that was changed.
        is_sent = step in request.GET and AGAIN not in request.GET and request.GET.get(FROM, step) == step
        sent, kept = request.GET if is_sent else None, {step: answers.later.get(step)}
        form = QuestionForm(sent, initial=kept, step=step, answers=answers.given)
        place = STEPS.index(step)
        context = {
            "answers": answers,
            "step": step,
            "place": place + 1,
            "count": len(STEPS),
            "before": answers.before(step),
        }
        return render_form(request, "awards/owner/register_question.html", context, form)
    if answers.hindrances:
        return render(request, "awards/owner/register_verdict.html", {"answers": answers, "office": _office(answers)})
    return redirect(reverse("awards:register_account") + answers.query)


@public
@page_and_form
@sensitive_post_parameters("sandi")
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """The account and the draft in one step; then signed in, at the task list."""
    if request.user.is_authenticated:
        return redirect("awards:register")
    answers = Answers.from_query(request.GET)
    if answers.next_step is not None or set(answers.hindrances) - {"nib"}:
        return redirect(reverse("awards:register_check") + answers.query)
    form, refusal = AccountForm(sent_by(request)), 422
    if form.is_valid():
        address = address_of(request)
        number = form.answers["telepon"]
        if within_limits(BY_NUMBER.of(number, site_of(request)), BY_ADDRESS.of(address), NUMBER_ANYWHERE.of(number)):
            try:
                _go_on(request, _register(request, form, answers), number)
                return redirect("awards:register_done")
            except Refused as refused:
                _say(form, refused)
        else:
            form.add_error(None, WAIT)
            refusal = 429
    context = {"answers": answers, "office": _office(answers)}
    return render_form(request, "awards/owner/register_account.html", context, form, refusal=refusal)


def _register(request: HttpRequest, form: AccountForm, answers: Answers) -> User | None:
    """Register, and return who may go on from the next page: the new user, or the owner of an existing account who gave its password."""
    now, given = read_clock(), form.answers
    # Beyond the limit the account begins without the address, and the page says the same: it is named again at the own account.
    email = given["surel"] if not given["surel"] or may_write_code_to(request, given["surel"]) else ""
    # The password is no part of the fingerprint: a quick hash of it must not lie in a table.
    asked = {name: values for name, values in form.body.items() if name != "sandi"} | {"answers": answers.given}
    owner: User | None = None
    with once(form.key, by=VISITOR, request=asked, now=now) as turn:
        if turn.first:
            owner, _draft = register_candidate(
                name=given["nama"],
                phone=given["telepon"],
                email=email,
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
            # A used key brings this answer to light: it says the same of a free number as of one that was taken.
            turn.keep(answered=True)
    # One hash of a password either way: the answer takes as long for a number that has an account.
    return owner or _who_knows_the_password(request, given)


def _go_on(request: HttpRequest, user: User | None, phone: str) -> None:
    """Keep in the session, for a few minutes, who may go on. After many taken numbers from one address everybody there signs in by themselves."""
    tries = TAKEN.of(address_of(request))
    is_let_in = within_limits(tries)
    if user and is_let_in:
        give_back(tries)
    kept = {"phone": phone, "account": "", "until": (read_clock() + GOES_ON).timestamp()}
    if user and is_let_in:
        kept |= {"account": str(user.uuid), "password": user.get_session_auth_hash()}
    request.session[REGISTERED] = kept


def _who_knows_the_password(request: HttpRequest, given: dict[str, Any]) -> User | None:
    """The owner who registers twice with one password and is let in. Guesses are counted as at signing in; officers are never let in here."""
    try:
        user = get_adapter().authenticate(request, phone=given["telepon"], password=given["sandi"])
    except ValidationError:
        return None
    return user if isinstance(user, User) and user.is_active and set(user.duties.by_role) == {Role.OWNER} else None


@public
@page_and_form
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """The same page for everybody who registered, whether the number was new or not; from here to the file, or to signing in."""
    kept = request.session.get(REGISTERED)
    if kept is None or request.user.is_authenticated:
        return redirect("awards:register")
    if request.method != "POST":
        return render(request, "awards/owner/register_done.html", {"phone": kept["phone"]})
    del request.session[REGISTERED]
    number = formats.telepon(kept["phone"])
    user = _still_the_same(kept)
    if user is None:
        request.session[NAME_KNOWN] = number
        return redirect(reverse("accounts:sign_in") + "?" + urlencode({"next": reverse("awards:owner_home")}))
    login(request, user, backend=SIGN_IN)
    messages.success(request, _("Akun Anda siap. Masuklah lain kali dengan nomor {number}.").format(number=number))
    if waiting := waiting_for(user, Purpose.CHANGE_EMAIL):
        words = _(
            "Kami mengirim kode ke {address}. Isi kode itu di Akun saya, agar akun dapat dipulihkan lewat e-mail."
        )
        messages.info(request, words.format(address=waiting.contact))
    elif reaching.to_numbers():
        words = _("Pastikan nomor WhatsApp Anda di Akun saya, agar kabar sampai ke ponsel dan akun dapat dipulihkan.")
        messages.info(request, words)
    return redirect(_begins_at(user))


def _begins_at(user: User) -> str:
    """The address where the account begins: its file, if it has exactly one, else its home."""
    files = Nomination.objects.filter(ikm__in=firms_owned(user)).exclude(state__in=NOT_LIVE)
    numbers = list(files.values_list("number", flat=True)[:2])
    return reverse("awards:tasks", args=numbers) if len(numbers) == 1 else reverse("awards:owner_home")


def _still_the_same(kept: dict[str, Any]) -> User | None:
    """The account that may still go on. A page left open on a shared device opens nothing later, and nothing once the password changed."""
    if not kept["account"] or read_clock().timestamp() > kept["until"]:
        return None
    user = User.objects.filter(uuid=kept["account"], is_active=True).first()
    return user if user and constant_time_compare(user.get_session_auth_hash(), kept["password"]) else None


def _say(form: AccountForm, refused: Refused) -> None:
    """The verbs name their own fields; here they stand under the names of the page."""
    names = {"phone": "telepon", "email": "surel", "password": "sandi"}
    form.add_refused(Refused(*(replace(item, field=names.get(item.field, "")) for item in refused.missing)))


def _office(answers: Answers) -> Office | None:
    """The dinas that will check the file, if it is in the portal already."""
    code = answers.given.get("daerah")
    return Office.objects.active().at(code).for_labels().first() if code else None
