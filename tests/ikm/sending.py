"""What tests of the forms share: a form as a browser sends it, its errors, and a profile."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from ikm.forms.firm import ProfileForm
from ikm.models import Ikm
from tests.scene import NOW


def sent(**values: Any) -> QueryDict:
    """A form as a browser sends it."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def errors(form: Any) -> dict[str, list[str]]:
    return {name: [str(message) for message in messages] for name, messages in form.errors.items()}


PROFILE = {
    "name": "Tenun Ayu",
    "owner_name": "Ni Luh Ayu",
    "legal_form": "ud",
    "founded_in": "1998",
    "phone": "0812 3456 7890",
    "email": "",
}


def profile(ikm: Ikm, partial: bool = False, **changes: Any) -> ProfileForm:
    values = {**PROFILE, "versi": ikm.version} | changes
    return ProfileForm(sent(**values), row=ikm, now=NOW, partial=partial)
