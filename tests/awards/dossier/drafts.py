"""What tests of the dossier share: a draft of which only registration is known, its dossier, and what it lacks."""

from __future__ import annotations

from awards.dossier.contents import Dossier, with_dossier
from awards.dossier.sections import missing
from awards.models import Nomination
from awards.operations.candidates import open_drafts
from ikm import operations as firms
from ikm.models import Product
from tests.scene import NOW, Scene


def bare(scene: Scene, commodity: str = "") -> Nomination:
    """A draft of which only what registration asks is known."""
    product = firms.register_ikm(
        name="Tenun Ayu", owner_name="Ayu", regency=scene.regency, product_name="Selendang", commodity_group=scene.commodity, owner=scene.owner,
        by=scene.owner, now=NOW,
    )  # fmt: skip
    if commodity:
        Product.objects.filter(pk=product.pk).update(commodity_group=commodity)
    return open_drafts([product], scene.edition, by=scene.owner, now=NOW)[0]


def dossier_of(nomination: Nomination) -> Dossier:
    return Dossier.of(with_dossier(Nomination.objects.filter(pk=nomination.pk)).get())


def lacking(nomination: Nomination) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in missing(dossier_of(nomination)):
        found.setdefault(item.field, []).append(str(item.message))
    return found
