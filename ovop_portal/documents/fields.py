"""The file field of our forms: what cannot be let in is refused at the field, before any verb runs."""

from __future__ import annotations

from typing import Any

from django import forms

from ovop_portal.common.widgets import BerkasInput
from ovop_portal.documents.examining import Examined, examine
from ovop_portal.documents.types import ANY, accept_attribute


class UploadField(forms.FileField):
    """One file. `cleaned_data` holds an `Examined` for `operations.store`, or None for an optional field left empty."""

    def __init__(self, *, accept: frozenset[str] = ANY, **kwargs: Any) -> None:
        self.accept = accept
        kwargs.setdefault("widget", BerkasInput(accept_attribute(accept)))
        # Empty files are refused by `examine`, in the same words everywhere.
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Examined | None:
        upload = super().clean(data, initial)
        return examine(upload, label=self.label or "", accept=self.accept) if upload is not None else None
