"""Who opens the files of a firm."""

from __future__ import annotations

from typing import Any

import pytest

from ikm import operations as firms
from ikm.models import PhotoSlot, Product
from tests.documents.factories import document
from tests.scene import NOW, Scene

pytestmark = pytest.mark.django_db


def answer_to(client: Any, file: Any) -> int:
    """The status of a file's page, read to its end."""
    response = client.get(file.url)
    b"".join(response)
    return response.status_code


def test_files_open_for_whoever_may_read_the_firm(scene: Scene, product: Product, client: Any) -> None:
    photo, paper = product.photos.first().document, product.ikm.permits.first().document
    decree = scene.sentra.decrees.first().document

    opened = {}
    for name in ("owner", "other_owner", "dinas_operator", "other_dinas", "province_officer", "screener", "juror1"):
        client.force_login(scene.people[name])
        opened[name] = [answer_to(client, file) for file in (photo, paper, decree)]

    assert opened == {
        "owner": [200, 200, 200],
        "other_owner": [404, 404, 404],
        "dinas_operator": [200, 200, 200],
        "other_dinas": [404, 404, 404],
        "province_officer": [200, 200, 200],
        # What was never sent is not for those who check what was sent.
        "screener": [404, 404, 404],
        "juror1": [404, 404, 404],
    }


def test_a_photo_that_was_replaced_opens_for_nobody_any_more(scene: Scene, product: Product, client: Any) -> None:
    old = product.photos.get(slot=PhotoSlot.WHOLE).document
    firms.put_photo(product, PhotoSlot.WHOLE, document("ikm.photo", photo=True), by=scene.owner, now=NOW)
    client.force_login(scene.owner)

    assert answer_to(client, old) == 404
