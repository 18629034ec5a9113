"""The file field of our forms: what cannot be let in is refused at the field, before any verb runs."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from ovop_portal.common.fields import BerkasField
from ovop_portal.documents import kept
from ovop_portal.documents.examining import PASSING, Examined, examine
from ovop_portal.documents.types import ANY, accept_attribute


class UploadField(BerkasField):
    """One file. `cleaned_data` holds an `Examined` for `operations.store`, or None for an optional field left empty."""

    passing = PASSING

    def __init__(self, *, accept: frozenset[str] = ANY, least_side: int = 0, **kwargs: Any) -> None:
        self.types, self.least_side = accept, least_side
        # Empty files are refused by `examine`, in the same words everywhere.
        super().__init__(accept=accept_attribute(accept), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Examined | None:
        upload = super().clean(data, initial)
        if upload is None:
            return None
        return examine(upload, label=self.label or "", accept=self.types, least_side=self.least_side)

    def keep(self, upload: UploadedFile, request: HttpRequest, *, checked: bool) -> bool:
        return kept.keep_one(upload, request, checked=checked)
