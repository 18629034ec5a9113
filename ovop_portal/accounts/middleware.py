"""Signing in is asked for here; what was typed before the session ended goes along (`typed`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from ovop_portal.accounts import typed
from ovop_portal.accounts.second_step.gate import half_way, owes_the_step, was_put_off
from ovop_portal.ledger.acting import acting_for


def act_for_the_signed_in(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Events of a request are written in the name of whoever is signed in, and in no other."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with acting_for(lambda: request.user.actor if request.user.is_authenticated else ""):
            return get_response(request)

    return answer


def keep_private(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Pages shown to somebody who is signed in leave no copy in a proxy or on an office's shared computer, unless the view says otherwise."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "Cache-Control" not in response.headers and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    return answer


class SignInFirst(LoginRequiredMiddleware):
    """Django's middleware, which forgets nothing that was typed, and lets whoever is half way in (`second_step.gate`) to the pages of the second step."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        if half_way(request) and getattr(view_func, "opens_half_way", False):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        try:
            key = typed.keep(request)
        except typed.TooLong:
            words = _(
                "Anda perlu masuk lagi. Isian Anda terlalu panjang untuk disimpan sementara: tekan tombol kembali di peramban dan salin dahulu."
            )
        except typed.NotKept:
            words = _(
                "Anda perlu masuk lagi. Isian Anda belum dapat disimpan sementara: tekan tombol kembali di peramban dan salin dahulu."
            )
        else:
            if key is None:
                return super().handle_no_permission(request, view_func)
            messages.info(
                request, _("Anda perlu masuk lagi. Isian Anda kami simpan sementara dan tampil sesudah Anda masuk.")
            )
            return redirect_to_login(reverse("accounts:typed", args=[key]), self.get_login_url(view_func))
        messages.warning(request, words)
        return super().handle_no_permission(request, view_func)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Note in the browser who signed in, and forget kept text that has come again and was answered."""
        session = getattr(request, "session", None)
        if session is None or not (session.modified or request.method == "POST"):
            return response
        if request.user.is_authenticated and not owes_the_step(request) and not was_put_off(request):
            if session.modified:
                typed.remember_account(request, response)
            if request.method == "POST":
                typed.acknowledge(request, response)
            if request.method == "POST" and response.status_code < 500 and session.get(typed.SESSION_KEY):
                typed.drop_sent(request)
        return response
