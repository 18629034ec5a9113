"""What tests of the owner's pages share: a file that is hardly begun, its addresses, and what a page says."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from awards.models import Nomination
from awards.operations import candidates
from awards.status.outside import journey
from ikm import operations as firms
from ikm.models import Product
from tests.documents.factories import a_pdf
from tests.scene import Scene
from tests.support.forms import filled


def bare(scene: Scene, name: str = "Tenun Ayu", commodity: str = "") -> Nomination:
    """A draft of which only what registration asks is known."""
    product = firms.register_ikm(
        name=name, owner_name="Ayu", regency=scene.regency, product_name=f"Selendang {name}", commodity_group=scene.commodity, phone="+6281234567890",
        owner=scene.owner, by=scene.owner, now=scene.now,
    )  # fmt: skip
    if commodity:
        Product.objects.filter(pk=product.pk).update(commodity_group=commodity)
    return candidates.open_drafts([product], scene.edition, by=scene.owner, now=scene.now)[0]


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def path(nomination: Nomination, code: str = "") -> str:
    return f"/usulan/{nomination.number}/" + (f"{code}/" if code else "")


def look_up(client: Client, number: str, digits: str) -> Any:
    return client.post("/status/", filled(client.get("/status/"), with_name="nomor", nomor=number, angka=digits))


def thread(nomination: Nomination, *, published: bool = False) -> list[tuple[str, str]]:
    return [
        (step.name, step.state) for step in journey(nomination, list(nomination.milestones.all()), published=published)
    ]


def papers(nomination: Nomination, query: str = "") -> str:
    return path(nomination, "sertifikat") + query


def pdf(name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf(name), "application/pdf")


def status(client: Client, nomination: Nomination) -> Any:
    return client.get(f"/usulan/{nomination.number}/status/")
