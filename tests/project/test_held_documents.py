"""Whatever may name a document holds it: a new table or field cannot be forgotten when files are let go."""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ovop_portal.documents.letting_go import texts

# The journal tells what happened and shows no file; letters and the answers of forms lead to pages; the others speak of scores, of fields, of the bytes themselves.
NAME_NONE = {
    "assessments.ScoreEvent.cells",
    "awards.PublishedAward.told",
    "documents.Inspection.report",
    "documents.KeptUpload.found",
    "ikm.Ikm.written",
    "ikm.Product.written",
    "ledger.DoneOperation.response",
    "ledger.Event.body",
    "notifications.Notice.context",
    "notifications.Outbox.context",
}


def test_every_field_of_structured_text_either_holds_documents_or_names_none() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in {"awards", "assessments", "ikm", "regions", "ovop_portal"}
        for field in model._meta.concrete_fields
        if isinstance(field, models.JSONField)
        or (isinstance(field, ArrayField) and isinstance(field.base_field, models.UUIDField))
    }
    holding = {f"{model._meta.label}.{field}" for model, field in texts()}

    assert holding <= found
    assert found - holding == NAME_NONE
