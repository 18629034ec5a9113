"""The mail server, as far as a letter needs to know it: was the letter refused, or was it taken without an answer?"""

from __future__ import annotations

import smtplib

from django.core.mail.backends import smtp

from ovop_portal.notifications.channels import outcomes


class Unanswered(outcomes.Unanswered, smtplib.SMTPServerDisconnected):
    """The session broke after the letter's text had been given over: the server may have taken it. Nothing before that can have sent anything."""


class _Client(smtplib.SMTP):
    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]
        try:
            return super().data(msg)
        except (smtplib.SMTPServerDisconnected, OSError) as broken:
            raise Unanswered(str(broken)) from broken


class _TlsClient(_Client, smtplib.SMTP_SSL):
    """The same, in TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """Django's backend, with a client that tells the two apart."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _TlsClient if self.use_ssl else _Client
