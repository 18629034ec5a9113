"""The photo section: guided places, each a small form of its own, so that one upload is one small request."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from awards.dossier import NEEDED_PHOTOS
from awards.owner_file import File
from awards.views.sections import context_of, onward
from ikm import operations as firms
from ikm.forms import PhotoForm
from ikm.models import PhotoSlot, ProductPhoto
from ikm.readers import PHOTO
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common import formats
from ovop_portal.common.forms import render_form
from ovop_portal.common.verbs import Refused
from ovop_portal.documents.operations import store
from ovop_portal.ledger.idempotency import once


@dataclass(frozen=True)
class Place:
    """One of the guided places, with the photo in it and the form to change it."""

    slot: PhotoSlot
    form: PhotoForm
    photo: ProductPhoto | None
    needed: bool
    guide: str

    @property
    def picture(self) -> str:
        """The drawn example."""
        return f"img/foto-{self.slot.value}.svg"


def photos_page(request: SignedIn, file: File, code: str) -> HttpResponse:
    """Show the places; take, replace or remove the photo of one."""
    held = {photo.slot: photo for photo in file.nomination.product.photos.select_related("document")}
    forms = {slot: PhotoForm(slot=slot) for slot in PhotoSlot}
    sent = None
    if request.method == "POST":
        slot = _slot(request.POST.get("tempat", ""))
        if "hapus" in request.POST:
            return _remove(request, file, held.get(slot), slot)
        sent = forms[slot] = PhotoForm(request.POST, request.FILES, slot=slot)
        if sent.is_valid():
            try:
                return _put(request, file, sent, slot)
            except Refused as refused:
                sent.add_refused(refused)
    guides = _guides()
    places = [Place(slot, forms[slot], held.get(slot), slot in NEEDED_PHOTOS, guides[slot]) for slot in PhotoSlot]
    context = context_of(file, code, places=places, onward=onward(request, file, code))
    return render_form(request, "awards/section_photos.html", context, sent)


def _guides() -> dict[PhotoSlot, str]:
    """How to take each photo, in one sentence."""
    return {
        PhotoSlot.WHOLE: _("Seluruh produk terlihat, latar polos, cahaya dari jendela"),
        PhotoSlot.DETAIL: _("Dekatkan ke motif atau permukaan sampai seratnya tampak"),
        PhotoSlot.PACKAGING: _("Kemasan dari depan, tulisan pada label terbaca"),
        PhotoSlot.PROCESS: _("Tangan yang sedang bekerja, alatnya ikut terlihat"),
        PhotoSlot.WORKSHOP: _("Ruang kerja dari pintu, seperti tamu melihatnya"),
    }


def _slot(asked: str) -> PhotoSlot:
    try:
        return PhotoSlot(asked)
    except ValueError:
        raise Http404 from None


def _put(request: SignedIn, file: File, form: PhotoForm, slot: PhotoSlot) -> HttpResponse:
    by, now = request.user, file.now
    with once(form.key, by=by, request=request, now=now) as turn:
        if turn.first:
            document = store(form.answers["photo"], kind=PHOTO, by=by, now=now)
            firms.put_photo(file.nomination.product, slot, document, by=by, now=now)
            turn.keep(size=document.size)
    size = formats.ukuran(turn.response["size"])
    messages.success(request, _("Foto tersimpan: {slot} ({size}).").format(slot=slot.label, size=size))
    return _back(request, file, slot)


def _remove(request: SignedIn, file: File, photo: ProductPhoto | None, slot: PhotoSlot) -> HttpResponse:
    """Removing what is gone already changes nothing."""
    if photo is not None:
        firms.remove_photo(photo, by=request.user, now=file.now)
    messages.success(request, _("Foto dihapus: {slot}.").format(slot=slot.label))
    return _back(request, file, slot)


def _back(request: SignedIn, file: File, slot: PhotoSlot) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(f"{file.url('section', 'foto')}{'?' + query if query else ''}#foto-{slot.value}")
