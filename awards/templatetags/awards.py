"""Addresses that templates need in more than one place."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.text import slugify

from awards.models import Award

register = template.Library()


@register.simple_tag
def product_url(award: Award) -> str:
    """The page of the awarded product."""
    product = award.nomination.product
    return product_address(product.name, product.pk)


@register.simple_tag
def product_address(name: str, pk: int) -> str:
    """The same for who has the product's values only."""
    return reverse("awards:product", args=[slugify(name) or "produk", pk])
