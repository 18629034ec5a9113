"""The photo section: guided places in one form, so that nothing that was chosen is lost, whichever button is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.forms import BoundField
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from awards.dossier.sections.photos import NEEDED_PHOTOS
from awards.pages.doors import open_file
from awards.pages.owner.file import File
from awards.pages.owner.views.sections import LATER, context_of, onward
from ikm import operations as firms
from ikm.forms.papers import PhotosForm
from ikm.models import PhotoSlot, Product, ProductPhoto
from ikm.readers import PHOTO
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common import formats
from ovop_portal.common.forms import render_form
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.documents.operations import store
from ovop_portal.ledger.idempotency import new_key, once

SEEN = "dilihat-"  # the document that stood in a place when the page was drawn
SAVE, REMOVE = "simpan", "hapus"  # the two buttons of a place, each with the place as its value


@dataclass(frozen=True)
class Place:
    """One of the guided places, with the photo in it and the field to change it."""

    slot: PhotoSlot
    field: BoundField
    photo: ProductPhoto | None
    needed: bool
    guide: str

    @property
    def picture(self) -> str:
        """The drawn example."""
        return f"img/foto-{self.slot.value}.svg"


def photos_page(request: SignedIn, file: File, code: str) -> HttpResponse:
    """Show the places; take every photo that was chosen, and remove one where that is asked."""
    form, stale = PhotosForm(), False
    if request.method == "POST":
        slot = _slot(request.POST)
        form = PhotosForm(request.POST, request.FILES, asked=request.POST.get(SAVE, ""))
        stale = _take(request, file, form)
        if form.is_valid():
            return redirect(_next(request, file, code, slot))
    held = {photo.slot: photo for photo in file.nomination.product.photos.select_related("document")}
    guides = _guides()
    places = [Place(slot, form[slot.value], held.get(slot), slot in NEEDED_PHOTOS, guides[slot]) for slot in PhotoSlot]
    # A new key each time: the good photos are kept already, and the corrected form is another one.
    context = context_of(file, code, places=places, key=new_key())
    answer = render_form(request, "awards/owner/section_photos.html", context, form)
    if stale:
        answer.status_code = 409
    return answer


def _guides() -> dict[PhotoSlot, str]:
    """How to take each photo, in one sentence."""
    return {
        PhotoSlot.WHOLE: _("Seluruh produk terlihat, latar polos, cahaya dari jendela"),
        PhotoSlot.DETAIL: _("Dekatkan ke motif atau permukaan sampai seratnya tampak"),
        PhotoSlot.PACKAGING: _("Kemasan dari depan, tulisan pada label terbaca"),
        PhotoSlot.PROCESS: _("Tangan yang sedang bekerja, alatnya ikut terlihat"),
        PhotoSlot.WORKSHOP: _("Ruang kerja dari pintu, seperti tamu melihatnya"),
    }


def _slot(sent: QueryDict) -> PhotoSlot | None:
    """The place whose button was pressed; None for the buttons below all places."""
    asked = sent.get(REMOVE) or sent.get(SAVE)
    if asked is None:
        return None
    try:
        return PhotoSlot(asked)
    except ValueError:
        raise Http404 from None


def _take(request: SignedIn, file: File, form: PhotosForm) -> bool:
    """Do what the form asks, once, and say what was done. What cannot be taken is said at its place, and keeps nothing else out.

    Where somebody else changed a place in the meantime, their photo stays until the writer, who sees it now, sends again.
    """
    form.is_valid()
    by, now, product = request.user, file.now, file.nomination.product
    try:
        with once(form.key, by=by, request=request, now=now) as turn:
            if turn.first:
                removed, kept = _remove(product, request.POST, by=by, now=now)
                sizes, refused, overtaken = _put(product, form, request.POST, by=by, now=now)
                turn.keep(removed=removed, sizes=sizes, refused=refused, overtaken=[*kept, *overtaken])
    except Refused as reused:
        form.add_refused(reused)
        return False
    # What is in its place is not kept for this form once more.
    for slot, _size in turn.response["sizes"]:
        for upload in request.FILES.pop(slot, []):
            upload.close()
    for slot in turn.response["overtaken"]:
        words = _(
            "Foto di tempat ini baru diganti dari perangkat lain. Lihat foto yang sekarang, lalu pilih lagi bila perlu"
        )
        form.add_error(slot, words)
    for slot, words in turn.response["refused"]:
        form.add_error(slot, words)
    if removed := turn.response["removed"]:
        messages.success(request, _("Foto dihapus: {slot}.").format(slot=PhotoSlot(removed).label))
    if sizes := turn.response["sizes"]:
        photos = ", ".join(f"{PhotoSlot(slot).label} ({formats.ukuran(size)})" for slot, size in sizes)
        messages.success(request, _("Foto tersimpan: {photos}.").format(photos=photos))
    return bool(turn.response["overtaken"])


def _put(
    product: Product, form: PhotosForm, sent: QueryDict, *, by: User, now: datetime
) -> tuple[list[tuple[str, int]], list[tuple[str, str]], list[str]]:
    """Put the chosen photos into their places, each for itself: the sizes of those that are kept, why others are not, where somebody was faster."""
    sizes, refused, overtaken = [], [], []
    for slot, photo in form.chosen.items():
        try:
            with transaction.atomic():
                document = store(photo, kind=PHOTO, by=by, now=now)
                firms.put_photo(product, slot, document, by=by, now=now, seen=sent.get(SEEN + slot))
        except Refused as refusal:
            refused += [(slot, str(item.message)) for item in refusal.missing]
        except Stale:
            overtaken.append(slot)
        else:
            sizes.append((slot, document.size))
    return sizes, refused, overtaken


def _remove(product: Product, sent: QueryDict, *, by: User, now: datetime) -> tuple[str, list[str]]:
    """Empty the place that was asked for: which one, or where another photo stands by now. Removing what is gone already changes nothing."""
    slot = sent.get(REMOVE)
    photo = product.photos.filter(slot=slot).first() if slot else None
    if photo is not None and slot:
        try:
            firms.remove_photo(photo, by=by, now=now, seen=sent.get(SEEN + slot))
        except Stale:
            return "", [slot]
    return slot or "", []


def _next(request: SignedIn, file: File, code: str, slot: PhotoSlot | None) -> str:
    if slot is not None:
        query = request.GET.urlencode()
        return f"{file.url('section', code)}{'?' + query if query else ''}#foto-{slot.value}"
    if LATER in request.POST:
        return file.url("tasks")
    return onward(request, open_file(request, file.nomination.number), code)
