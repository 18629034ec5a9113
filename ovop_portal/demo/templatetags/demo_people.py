"""The list of demo accounts, for the page of signing in."""

from __future__ import annotations

from typing import Any

from django import template

from ovop_portal.demo.people import PASSWORD, PEOPLE

register = template.Library()


@register.inclusion_tag("demo/_people.html", takes_context=True)
def demo_people(context: template.Context) -> dict[str, Any]:
    """Everybody of the demo, with one button each."""
    return {
        "people": PEOPLE,
        "password": PASSWORD,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
