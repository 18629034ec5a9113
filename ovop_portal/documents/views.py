"""Serving: `/berkas/<uuid>/` is the only way to a stored file. A kept file is shown to nobody: its page only asks how far it is."""

from __future__ import annotations

import logging
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.policies import public, signed_in
from ovop_portal.documents import files, images, kept, operations, patience, readers
from ovop_portal.documents.images import THUMBNAIL_BYTES
from ovop_portal.documents.models import Document
from ovop_portal.documents.types import PDF_TYPE

logger = logging.getLogger(__name__)

# A file may be shown in a frame of our own pages, and may do nothing there.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
# Safari draws an empty page for a PDF in a sandbox; Chrome leaves the sandbox out by itself. What draws it is a plug-in in a page of the browser's own
# with a style of its own. A script in it has been refused when it was uploaded, and by `nosniff` it is never read as anything else.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# What was published may be kept by anybody, for minutes only: a holder may take the consent back. A private file leaves no copy on the disk of an office's
# shared computer; small pictures of products may be kept by a browser that asks again each time.
PUBLIC, PRIVATE, SMALL = "public, max-age=300", "private, no-store", "private, no-cache"


@require_safe
@public
def file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The file, or with `?lebar=` a small picture of it. Whoever may not read it learns nothing: 404, as for a file that never was."""
    document = get_object_or_404(Document, uuid=uuid)
    if not readers.may_read(request.user, document):
        raise Http404
    width = _width(request, document)
    etag = quote_etag(f"{document.sha256}-{width}" if width else document.sha256)
    response = get_conditional_response(request, etag=etag) or _content(document, width)
    response["ETag"] = etag
    response["Cache-Control"] = PUBLIC if request.user.is_anonymous else SMALL if width else PRIVATE
    response["Content-Security-Policy"] = PDF_POLICY if document.content_type == PDF_TYPE else FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
@signed_in
def kept_file(request: SignedIn, key: UUID) -> HttpResponse:
    """Has the file that the reader's form waits for been looked at? Asked by its page alone."""
    row = kept.find(key, request, now())
    if row is None:
        raise Http404
    return JsonResponse({"selesai": not row.is_being_checked})


def _width(request: HttpRequest, document: Document) -> int | None:
    asked = request.GET.get("lebar")
    if asked is None:
        return None
    width = next((width for width in THUMBNAIL_BYTES if asked == str(width)), None)
    if width is None or not document.is_image:
        raise Http404
    return width


def _small(document: Document, width: int) -> bytes | None:
    """The small picture; None where it cannot be made now, and the photo itself has to do."""
    try:
        return operations.thumbnail(document, width)
    except (images.Unfit, patience.Busy) as problem:
        logger.warning("no small picture of %s: %r", document.sha256, problem)
        return None


def _content(document: Document, width: int | None) -> HttpResponseBase:
    try:
        if width and (small := _small(document, width)):
            return HttpResponse(small, content_type="image/webp")
        response = FileResponse(files.open_file(files.blob_path(document.sha256)), content_type=document.content_type)
    except FileNotFoundError as problem:
        logger.error("file %s is not on the storage", document.sha256)
        raise Http404 from problem
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=readers.served_name(document)) or "inline"
    )
    response["Content-Length"] = str(document.size)
    return response
