"""Pages of the second step: set it up, take it, mend it, and take it off the account of somebody who lost it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import segno
from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from ovop_portal.accounts import security, tries
from ovop_portal.accounts.browsers import family_of
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.limits import WAIT, give_back, within_limits
from ovop_portal.accounts.models import User
from ovop_portal.accounts.pages.second_step.forms import (
    AnswerForm,
    AppCodeForm,
    NewAppForm,
    NewKeyForm,
    PaperCodeForm,
    ResetForm,
)
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.second_step import factors, passkeys, totp
from ovop_portal.accounts.second_step.factors import Factors, factors_of
from ovop_portal.accounts.second_step.gate import (
    GOAL,
    at_the_door,
    come_in,
    half_way,
    is_stale,
    stepped_up,
    way_to_step,
)
from ovop_portal.accounts.sessions import end_others
from ovop_portal.common.clock import now as read_clock
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require, signed_in
from ovop_portal.common.verbs import Refused

# In the session: the secret that a new application shall learn, sealed, and the challenge that a passkey answers.
SECRET, CHALLENGE = "rahasia_aplikasi", "tantangan"
MAKE, SIGN = "pasang", "masuk"
# The ways of taking the step, and the forms in which it is taken.
WAYS = {"kunci": AnswerForm, "aplikasi": AppCodeForm, "cadangan": PaperCodeForm}


@at_the_door
@require_safe
@never_cache
def second_step(request: HttpRequest, person: User) -> HttpResponse:
    """What I have, and the ways to set up more."""
    had = factors_of(person)
    if half_way(request) and had.are_there:
        return redirect("accounts:take_step")
    context = {
        "factors": had,
        "has_to": bool(half_way(request)),
        "is_demanded": factors.is_demanded_of(person),
        "knows_keys": passkeys.is_possible(),
        "person": person,
    }
    return render_form(request, "accounts/second_step/second_step.html", context)


@at_the_door
@page_and_form
@never_cache
def take_step(request: HttpRequest, person: User) -> HttpResponse:
    """The second step: a passkey, the application's code, or a code on paper."""
    had = factors_of(person)
    if not had.are_there:
        return redirect("accounts:second_step")
    ways = [way for way, there in (("kunci", had.keys), ("aplikasi", had.app), ("cadangan", had.paper)) if there]
    asked = (request.POST if request.method == "POST" else request.GET).get("cara", "")
    way = asked if asked in ways else ways[0]
    form = WAYS[way](sent_by(request))
    refusal, done = _take(request, person, way, form) if form.is_bound else (0, None)
    context = {"way": way, "others": [other for other in ways if other != way], "person": person}
    context["is_half_way"] = bool(half_way(request))
    return done or render_form(request, "accounts/second_step/take_step.html", context, form, refusal=refusal)


def _take(request: HttpRequest, person: User, way: str, form: OvopForm) -> tuple[int, HttpResponse | None]:
    """The status of a refusal, and the answer where the step was taken. Codes are counted before they are looked at; a signature cannot be guessed."""
    if not form.is_valid():
        return 422, None
    now, counted = read_clock(), tries.at_second_step(person)
    if way != "kunci" and not within_limits(*counted):
        security.note("second_step_locked", request, person)
        factors.tell_of_guesses(person, now=now)
        form.add_error(None, WAIT)
        return 429, None
    try:
        if way == "kunci":
            state = request.session.pop(CHALLENGE, None)
            factors.take_passkey(person, state, form.cleaned_data["jawaban"], now=now)
        elif way == "aplikasi":
            factors.take_code(person, form.cleaned_data["kode"], now=now)
        else:
            left = factors.take_paper(person, form.cleaned_data["kode"], now=now)
            messages.warning(
                request, _("Kode cadangan terpakai; tersisa {n}. Buat yang baru di Akun saya").format(n=left)
            )
    except Refused as refused:
        security.note("second_step_failed", request, person, way=way)
        form.add_refused(refused)
        return 422, None
    if way != "kunci":
        give_back(*counted)
    return 0, redirect(come_in(request, person, now=now))


@at_the_door
@require_POST
@never_cache
def challenge(request: HttpRequest, person: User) -> HttpResponse:
    """What the browser asks a passkey to sign (`untuk=masuk`), or a device to make one (`untuk=pasang`)."""
    had, makes = factors_of(person), request.POST.get("untuk") == MAKE
    if makes and half_way(request) and had.are_there:
        return JsonResponse({}, status=403)
    asked = passkeys.ask_to_make(person, had.credentials) if makes else passkeys.ask_to_sign(had.credentials)
    request.session[CHALLENGE] = asked.state
    return JsonResponse(asked.options)


@at_the_door
@page_and_form
@sensitive_post_parameters("password")
@never_cache
def new_app(request: HttpRequest, person: User) -> HttpResponse:
    """An application learns the secret by its picture, and shows that it did by a code."""
    had, now = factors_of(person), read_clock()
    if elsewhere := _must_prove_first(request, person, had):
        return elsewhere
    form = NewAppForm(sent_by(request), user=person, asks_password=_asks_password(request, had))
    sealed = request.session.get(SECRET) or get_adapter().encrypt(totp.new_secret())
    request.session[SECRET] = sealed
    secret = get_adapter().decrypt(sealed)

    def work() -> None:
        factors.add_app(person, secret, form.cleaned_data["kode"], now=now)
        request.session.pop(SECRET, None)

    refusal, done = _set_up(request, person, had, form, work, now)
    address = totp.address_of(secret, person.email or person.phone or "")
    context = {
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": segno.make_qr(address, error="m").svg_data_uri(border=2),
        "address": address,
        "replaces": bool(had.app),
    }
    return done or render_form(request, "accounts/second_step/new_app.html", context, form, refusal=refusal)


@at_the_door
@page_and_form
@sensitive_post_parameters("password")
@never_cache
def new_key(request: HttpRequest, person: User) -> HttpResponse:
    """A device makes a passkey."""
    had, now = factors_of(person), read_clock()
    if not passkeys.is_possible():
        return redirect("accounts:second_step")
    if elsewhere := _must_prove_first(request, person, had):
        return elsewhere
    name = family_of(request.headers.get("User-Agent", "")) or _("Kunci sandi")
    asks = _asks_password(request, had)
    form = NewKeyForm(sent_by(request), user=person, asks_password=asks, initial={"nama": name})

    def work() -> None:
        given = form.cleaned_data
        factors.add_passkey(person, given["nama"], request.session.pop(CHALLENGE, None), given["jawaban"], now=now)

    refusal, done = _set_up(request, person, had, form, work, now)
    return done or render_form(request, "accounts/second_step/new_key.html", {}, form, refusal=refusal)


def _must_prove_first(request: HttpRequest, person: User, had: Factors) -> HttpResponse | None:
    """Whoever has a second step takes it, and lately, before they add another."""
    if had.are_there and (half_way(request) or is_stale(request)):
        return way_to_step(request, person, request.get_full_path())
    return None


def _asks_password(request: HttpRequest, had: Factors) -> bool:
    return not had.are_there and half_way(request) is None


def _set_up(
    request: HttpRequest, person: User, had: Factors, form: OvopForm, work: Callable[[], None], now: datetime
) -> tuple[int, HttpResponse | None]:
    """The status of a refusal, and the answer where the new step is there: with the first one other sessions end, and its holder is in."""
    if form.is_bound and "password" in form.fields and not within_limits(tries.AGAIN.of(person.uuid)):
        form.add_error(None, WAIT)
        return 429, None
    if not form.is_valid():
        return 422, None
    try:
        work()
    except Refused as refused:
        form.add_refused(refused)
        return 422, None
    goal = request.session.get(GOAL)
    if not had.are_there:
        end_others(person, own=request.session.session_key, by=person, now=now)
    come_in(request, person, now=now)
    if goal:
        request.session[GOAL] = goal
    messages.success(request, _("Langkah kedua terpasang."))
    return 0, redirect("accounts:second_step" if had.are_there else "accounts:paper_codes")


@signed_in
@page_and_form
@never_cache
def paper_codes(request: SignedIn) -> HttpResponse:
    """The codes for the day on which telephone and key are lost: shown until I say that I have them, and made anew."""
    had, form, now = factors_of(request.user), OvopForm(sent_by(request)), read_clock()
    if not had.are_there:
        return redirect("accounts:second_step")
    makes = request.POST.get("langkah") == "baru"
    if makes and is_stale(request):
        return way_to_step(request, request.user, request.path)

    def work() -> tuple[str, str]:
        if makes:
            factors.make_codes(request.user, now=now)
            return request.path, _("Kode cadangan baru dibuat. Yang lama tidak berlaku lagi.")
        factors.keep_codes(request.user)
        return str(request.session.pop(GOAL, "")) or reverse("accounts:second_step"), ""

    done = carry_out(request, form, work, now=now) if form.is_bound else None
    return done or render_form(request, "accounts/second_step/paper_codes.html", {"factors": had}, form)


@signed_in
@page_and_form
@stepped_up
@never_cache
def remove_step(request: SignedIn, which: str) -> HttpResponse:
    """Take the application or one passkey off my account."""
    had, form, now = factors_of(request.user), OvopForm(sent_by(request)), read_clock()
    names = {key.mark: key.name for key in had.keys} | ({"aplikasi": _("aplikasi kode")} if had.app else {})

    def work() -> tuple[str, str]:
        factors.remove(request.user, which, now=now)
        return reverse("accounts:second_step"), _("Langkah kedua dilepas.")

    done = carry_out(request, form, work, now=now) if form.is_bound else None
    if done:
        return done
    if which not in names:
        return redirect("accounts:second_step")
    context = {"name": names[which], "is_last": had.count == 1}
    return render_form(request, "accounts/second_step/remove_step.html", context, form)


@page_and_form
@allow("accounts.manage_people")
@stepped_up
def reset_step(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Take the second step off the account of somebody who lost it."""
    person, form, now = get_object_or_404(User, uuid=uuid), ResetForm(sent_by(request)), read_clock()
    require(request.user, "accounts.reset_second_step", person)

    def work() -> tuple[str, str]:
        factors.reset(person, form.cleaned_data["alasan"], by=request.user, now=now)
        words = _("Langkah kedua {name} dilepas, dan ia diberi tahu")
        return reverse("accounts:person", args=[person.uuid]), words.format(name=person.name)

    done = carry_out(request, form, work, now=now) if form.is_bound else None
    context = {"person": person, "factors": factors_of(person)}
    return done or render_form(request, "accounts/second_step/reset_step.html", context, form)
