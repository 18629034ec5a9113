"""One field in a form of its own, answered as a browser answers."""

from __future__ import annotations

from django.http import QueryDict

from ovop_portal.common.forms import OvopForm


def form_of(field, **sent):
    """A bound form with one field called `answer`."""
    cls = type("OneField", (OvopForm,), {"answer": field})
    query = QueryDict(mutable=True)
    for name, value in sent.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return cls(query)


def read(field, value):
    """The cleaned answer, or the first sentence that refuses it."""
    form = form_of(field, answer=value)
    return form.cleaned_data["answer"] if form.is_valid() else form.errors["answer"][0]
