"""A template written down in a test, as it comes out."""

from __future__ import annotations

from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from ovop_portal.common import styleguide


def render(source, **context):
    return Template("{% load ovop crispy_forms_tags %}" + source).render(Context(context))


def style_guide():
    return render_to_string("components/gaya.html", styleguide.context(), request=RequestFactory().get("/gaya"))
