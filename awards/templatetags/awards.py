"""Addresses that templates need in more than one place."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from awards.dossier.certified import slug_of
from awards.models import PublishedAward
from awards.pages.public.catalogue import Card
from ovop_portal.common.templatetags.ovop import bintang, tag_status

register = template.Library()


@register.simple_tag
def product_url(award: PublishedAward) -> str:
    """The page of the awarded product."""
    return product_address(award.product_name, award.product_id)


def product_address(name: str, pk: int) -> str:
    """The same for who has the product's values only."""
    return reverse("awards:product", args=[slug_of(name), pk])


@register.simple_tag
def product_cards(cards: Iterable[Card]) -> SafeString:
    """The cards of a page of the catalogue. In Python, because a template takes three times as long for two dozen of them."""
    return mark_safe("\n".join(_card(card, eager=not place) for place, card in enumerate(cards)))  # noqa: S308


def _card(card: Card, *, eager: bool) -> str:
    photo, name = "", escape(card.product)
    if card.photo:
        address, lazy = reverse("documents:file", args=[card.photo]), "" if eager else ' loading="lazy"'
        photo = f'<img src="{address}?lebar=320" alt="{escape(card.photo_alt)}" width="320" height="240"{lazy}>'
    revoked = f"<p>{tag_status('revoked', _('Dicabut'), 'mengkudu')}</p>" if card.is_revoked else ""
    return (
        f'<li class="product">{photo}<div><h2><a class="cover" href="{product_address(card.product, card.product_id)}">{name}</a></h2>'
        f"<p>{bintang(card.stars, card.max_stars, card.year)}</p>{revoked}<p>{escape(card.firm)}</p><p>{escape(card.place)}</p></div></li>"
    )
