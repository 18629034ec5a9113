"""What tests of the owner's pages share: a file that is hardly begun, its addresses, and what a page says."""

from __future__ import annotations

import re
from typing import Any

from awards.models import Nomination
from awards.operations import candidates
from ikm import operations as firms
from ikm.models import Product
from tests.scene import Scene


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
