"""What everybody may read: catalogue, product, verification, the certificate's file, published figures."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from awards import catalogue as shelf
from awards import claims
from awards.codes import spaced, tidy
from awards.forms.catalogue import ORDER_CHOICES, CatalogueForm, CodeForm
from awards.models import Award
from awards.public_facts import certificates_of, facts_of, photos_of, structured_data
from ovop_portal.common.clock import day_in_wib, now, now_in_statement
from ovop_portal.common.policies import public


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """All awarded products, found by words and filters; the address is the state."""
    form = CatalogueForm(request.GET, offered=shelf.facets())
    filters = form.cleaned_data if form.is_valid() else {}
    page = Paginator(shelf.search(filters, now_in_statement()), shelf.PER_PAGE).get_page(request.GET.get("laman"))
    cards = shelf.cards(page.object_list)
    return render(
        request,
        "awards/catalogue.html",
        {
            "filters": form,
            "page": page,
            "cards": cards,
            "chips": _chips(request, form),
            "orders": ORDER_CHOICES,
            "mixed": _mixes_schemes(cards, filters),
        },
    )


@public
@require_safe
def product(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One product with the stars of every edition, each in its own scheme."""
    hour = now()
    awards = shelf.awards_of(pk, hour)
    if not awards:
        raise Http404
    newest = awards[0]
    if slug != slug_of(newest):
        return redirect("awards:product", slug=slug_of(newest), pk=pk, permanent=True)
    nomination = newest.nomination
    return render(
        request,
        "awards/product.html",
        {
            "award": newest,
            "standing": newest.standing(day_in_wib(hour)),
            "earlier": awards[1:],
            "nomination": nomination,
            "photos": photos_of(nomination),
            "facts": facts_of(nomination),
            "certificates": certificates_of(nomination, day_in_wib(hour)),
            "structured": structured_data(newest, request.build_absolute_uri()),
        },
    )


@public
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a scanned certificate leads to: genuine and valid, expired, revoked, or not in our records."""
    hour = now()
    found = shelf.find_certificate(code, hour, day_in_wib(hour))
    context = {
        "award": found.award,
        "standing": found.standing,
        "code": spaced(tidy(code)[:20]),
        "form": CodeForm(initial={"kode": code[:40]}),
    }
    return render(request, "awards/verify.html", context, status=200 if found.award else 404)


@public
@require_safe
def verify_lookup(request: HttpRequest) -> HttpResponse:
    """The box in which a code is typed; spaces, dashes and case are forgiven."""
    form = CodeForm(request.GET) if "kode" in request.GET else CodeForm()
    if form.is_bound and form.is_valid() and tidy(form.cleaned_data["kode"]):
        return redirect("awards:verify", code=tidy(form.cleaned_data["kode"])[:40])
    return render(request, "awards/verify_lookup.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate's PDF, or a page that says that it is being made."""
    award = get_object_or_404(Award.objects.published(now()).for_catalogue(), code=tidy(code))
    if award.certificate.document_id is None:
        return render(request, "awards/certificate_waiting.html", {"award": award}, status=202)
    return redirect("documents:file", uuid=award.certificate.document_id)


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Figures that were published about past editions, beside the sums of their parts."""
    return render(request, "awards/figures.html", {"years": claims.for_page()})


def slug_of(award: Award) -> str:
    """The readable part of a product's address."""
    return slugify(award.nomination.product.name) or "produk"


def _chips(request: HttpRequest, form: CatalogueForm) -> list[dict[str, str]]:
    """The filters in force, each with the address that lets go of it."""
    chips = []
    for name in ("q", "komoditas", "bintang", "edisi", "provinsi"):
        labels = dict(getattr(form.fields[name], "choices", []))
        for value in dict.fromkeys(value for value in request.GET.getlist(name) if value):
            rest = request.GET.copy()
            rest.pop("laman", None)
            rest.setlist(name, [other for other in rest.getlist(name) if other != value])
            if name == "q" or value in labels:
                chips.append({"label": str(labels.get(value, value)), "url": f"?{rest.urlencode()}"})
    return chips


def _mixes_schemes(cards: list[shelf.Card], filters: dict[str, Any]) -> bool:
    """Does a page sorted by stars hold awards of different schemes?"""
    return filters.get("urut") == "bintang" and len({card.scheme for card in cards}) > 1
