"""Who may open the files of this room."""

from __future__ import annotations

from typing import Any

from awards.certificates import KIND as CERTIFICATE
from awards.models import Award
from ovop_portal.common.clock import now
from ovop_portal.documents.models import Document
from ovop_portal.documents.readers import register


def certificate_is_out(user: Any, document: Document) -> bool:
    """Everybody may, from the moment the results may be seen."""
    return Award.objects.published(now()).filter(certificate__document=document).exists()


register(CERTIFICATE, certificate_is_out)


def photo_is_published(user: Any, document: Document) -> bool:
    """Everybody may see the photos of an awarded product whose owner agreed to it."""
    return Award.objects.published(now()).filter(nomination__may_publish=True, nomination__product__photos__document=document).exists()


register("ikm.photo", photo_is_published)
