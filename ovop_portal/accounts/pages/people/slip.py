"""The printed slip of an invitation: its link as a picture for the camera of a telephone, and as text."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.conf import settings

from ovop_portal.accounts.invitations import path_of
from ovop_portal.accounts.models import Invitation


@dataclass(frozen=True)
class Slip:
    """The whole link, and its QR code as the address of a picture that lies in the page itself."""

    url: str
    picture: str


def slip_of(invitation: Invitation) -> Slip:
    """What is printed for whoever has no e-mail address."""
    url = settings.PORTAL_URL + path_of(invitation)
    return Slip(url, segno.make_qr(url, error="m").svg_data_uri(border=2))
