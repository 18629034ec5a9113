"""Names and notes on the desks, as far as the reader of the page meets them. Every such page brings its `identities`; without them nothing is shown."""

from __future__ import annotations

from django import template
from django.template import Context

from awards.models import Nomination
from ovop_portal.accounts.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def product_name(context: Context, nomination: Nomination, instead: str = "–") -> str:
    """The product's name, or what stands in its place."""
    return context["identities"].product(nomination) or instead


@register.simple_tag(takes_context=True)
def firm_name(context: Context, nomination: Nomination) -> str:
    """The firm's name, or nothing."""
    return str(context["identities"].firm(nomination))


@register.simple_tag(takes_context=True)
def person(context: Context, user: User, role: str) -> str:
    """A person by name, or by role and code."""
    return str(context["identities"].person(user, role))


@register.simple_tag(takes_context=True)
def institution(context: Context, name: object) -> str:
    """Who sends a juror, or nothing."""
    return str(context["identities"].institution(name))


@register.simple_tag(takes_context=True)
def written(context: Context, text: str | None) -> str:
    """A note or reason in somebody's own words, or only that there is one."""
    return str(context["identities"].written(text))
