"""What everybody may read: catalogue, product, verification, the certificate's file, published figures."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from awards.certificates.codes import example, is_shaped, spaced, tidy
from awards.certificates.history import reissues_of
from awards.dossier.certified import photos_of, product_path, slug_of
from awards.figures import published
from awards.pages.public import catalogue as shelf
from awards.pages.public.forms import ORDER_CHOICES, CatalogueForm, CodeForm
from awards.pages.public.product import page_of
from awards.readers import certificates_open_to
from ovop_portal.accounts.limits import Limit, address_of, within_limits
from ovop_portal.common.answers import too_many
from ovop_portal.common.clock import day_in_wib, now, now_in_statement
from ovop_portal.common.formats import angka
from ovop_portal.common.policies import public
from ovop_portal.common.shared_pages import shared

# Codes that are in no record: whoever walks through them is stopped, a hall that scans genuine ones is not.
UNKNOWN_CODES = Limit("verify.unknown", most=60, seconds=300)


@public
@shared
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """All awarded products, found by words and filters; the address is the state."""
    form = CatalogueForm(request.GET, offered=shelf.facets(request.GET.get("provinsi", "")))
    filters, moment = form.filters, now_in_statement()
    page = Paginator(shelf.search(filters, moment), shelf.PER_PAGE).get_page(request.GET.get("laman"))
    ways = {} if page.paginator.count else shelf.ways_out(filters, moment)
    if is_near := bool(ways.get(shelf.NEARLY)):
        page = Paginator(shelf.search_near(filters, moment), shelf.PER_PAGE).get_page(request.GET.get("laman"))
    cards = shelf.cards(page.object_list, filters, moment)
    return render(
        request,
        "awards/public/catalogue.html",
        {
            "filters": form,
            "page": page,
            "cards": cards,
            "chips": _chips(request, form),
            "orders": ORDER_CHOICES,
            "near": _not_found(form, filters) if is_near else "",
            "mixed": _mixes_schemes(cards, filters),
            "empty": None if cards else _empty(request, form, filters, ways),
        },
    )


@public
@shared
@require_safe
def product(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One product with the stars of every edition, each in its own scheme."""
    hour = now()
    awards = shelf.awards_of(pk, hour)
    if not awards:
        raise Http404
    newest = awards[0]
    right = slug_of(newest.product_name)
    if slug != right:
        return redirect("awards:product", slug=right, pk=pk, permanent=True)
    page = page_of(newest, day_in_wib(hour), absolute=request.build_absolute_uri)
    return render(request, "awards/public/product.html", {"page": page, "award": newest, "earlier": awards[1:]})


@public
@shared
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a scanned certificate leads to: genuine and valid, expired, revoked, a rehearsal's, or not in our records."""
    hour = now()
    found = shelf.find_certificate(code, hour, day_in_wib(hour))
    if not found.award and not found.is_rehearsal and not within_limits(UNKNOWN_CODES.of(address_of(request))):
        return too_many(request)
    context = {
        "award": found.award,
        "product_path": product_path(found.award.product_name, found.award.product_id) if found.award else "",
        "photo": next(iter(photos_of(found.award)), None) if found.award else None,
        "reissues": reissues_of(found.award) if found.award else [],
        "standing": found.standing,
        "is_rehearsal": found.is_rehearsal,
        "code": spaced(tidy(code)[:20]),
        "is_shaped": is_shaped(tidy(code)),
        "example": example(),
        "form": CodeForm(initial={"kode": code[:40]}),
    }
    return render(request, "awards/public/verify.html", context, status=200 if found.award else 404)


@public
@shared
@require_safe
def verify_lookup(request: HttpRequest) -> HttpResponse:
    """The box in which a code is typed; spaces, dashes and case are forgiven."""
    form = CodeForm(request.GET) if "kode" in request.GET else CodeForm()
    if form.is_bound and form.is_valid() and tidy(form.cleaned_data["kode"]):
        return redirect("awards:verify", code=tidy(form.cleaned_data["kode"])[:40])
    return render(request, "awards/public/verify_lookup.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate's PDF, or a page that says that it is being made. That of a rehearsal is there for those who may open the file."""
    open_to_reader = certificates_open_to(request.user, now()).in_force().for_page()
    award = get_object_or_404(open_to_reader, code=tidy(code))
    if award.certificate.document_id is None:
        return render(request, "awards/public/certificate_waiting.html", {"award": award}, status=202)
    return redirect("documents:file", uuid=award.certificate.document_id)


@public
@shared
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Figures that were published about past editions, beside the sums of their parts."""
    years = published.for_page()
    bars = [{"label": str(year), "count": count} for year, count in published.recipients(years)]
    return render(request, "awards/public/figures.html", {"years": years, "bars": bars})


def _chips(request: HttpRequest, form: CatalogueForm) -> list[dict[str, str]]:
    """The filters in force, each with the address that lets go of it."""
    chips = []
    for name in ("q", *shelf.LOOKUPS):
        labels = dict(getattr(form.fields[name], "choices", []))
        for value in dict.fromkeys(value for value in request.GET.getlist(name) if value):
            if name == "q" or value in labels:
                chips.append({"label": str(labels.get(value, value)), "url": _address_without(request, name, value)})
    return chips


def _address_without(request: HttpRequest, name: str, value: str = "") -> str:
    """This page without the filter `name`, or without one of its values. The regency goes with its province."""
    rest = request.GET.copy()
    rest.setlist(name, [other for other in rest.getlist(name) if value and other != value])
    for gone in ("laman", *(["kabupaten"] if name == "provinsi" else [])):
        rest.pop(gone, None)
    return f"?{rest.urlencode()}"


LET_GO = {
    "q": gettext_lazy("Hapus kata kunci ({n} produk)"),
    "komoditas": gettext_lazy("Hapus saringan komoditi ({n} produk)"),
    "bintang": gettext_lazy("Hapus saringan bintang ({n} produk)"),
    "edisi": gettext_lazy("Hapus saringan penyelenggaraan ({n} produk)"),
    "provinsi": gettext_lazy("Hapus saringan wilayah ({n} produk)"),
    "kabupaten": gettext_lazy("Hapus saringan kabupaten/kota ({n} produk)"),
}


def _empty(
    request: HttpRequest, form: CatalogueForm, filters: shelf.Filters, counts: dict[str, int]
) -> dict[str, object] | None:
    """What was not found, and the filters whose going would bring something; None where nothing was asked for."""
    asked = {name: value for name, value in filters.items() if value and name != "urut"}
    if not asked:
        return None
    ways = [
        {"label": str(words).format(n=angka(counts[name])), "url": _address_without(request, name)}
        for name, words in LET_GO.items()
        if counts.get(name)
    ]
    return {"words": _not_found(form, filters), "ways": ways, "all": counts[""]}


def _not_found(form: CatalogueForm, filters: shelf.Filters) -> str:
    words = filters.get("q")
    place = next((form.label_of(name) for name in ("kabupaten", "provinsi") if filters.get(name)), "")
    if words and place:
        return _("Tidak ada produk untuk “{words}” di {place}").format(words=words, place=place)
    if words:
        return _("Tidak ada produk untuk “{words}”").format(words=words)
    if place:
        return _("Tidak ada produk di {place} untuk saringan ini").format(place=place)
    return _("Tidak ada produk untuk saringan ini")


def _mixes_schemes(cards: list[shelf.Card], filters: shelf.Filters) -> bool:
    """Does a page sorted by stars hold awards of different schemes?"""
    return filters.get("urut") == "bintang" and len({card.scheme for card in cards}) > 1
