"""An edition at an hour that stands, and a firm with one product."""

from __future__ import annotations

from ikm.models import Product
from tests.scene import Scene
from tests.support.standing import standing


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def product(scene: Scene) -> Product:
    return scene.product("Tenun")
