"""What tests of the officers' pages share: asking for them, reading them, and files that were judged."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from assessments.models import AssessmentPlan, StarLine, StarLineSet
from awards.models import Nomination
from awards.states import NominationState as S
from ikm.models import CommodityGroup
from ikm.sentras import add_sentra
from tests.documents.factories import document
from tests.scene import Scene


def signed_in(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.people[name])
    return client


def get(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(f"assessments:{name}", args=[2026, *args]), query)


def post(client: Client, name: str, *args: Any, query: str = "", **data: Any) -> Any:
    return client.post(reverse(f"assessments:{name}", args=[2026, *args]) + query, {"kunci": str(uuid4())} | data)


def words(response: Any) -> str:
    """The visible words of a page, in one line."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&amp;", "&").split())


def judged(scene: Scene, level: int = -1) -> Nomination:
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination, level=level)
    return nomination


def codes(nominations: list[Nomination]) -> list[str]:
    return [str(nomination.blind_code) for nomination in nominations]


def lines_by_group(scene: Scene) -> StarLineSet:
    """The usual lines, and pottery that never gets more than one star: what the edition is judged by from now on."""
    made = StarLineSet.objects.create(code="menurut_kelompok", scheme=scene.edition.scheme)
    StarLine.objects.bulk_create(
        StarLine(line_set=made, stars=stars, lower=lower) for stars, lower in ((3, 85), (2, 75), (1, 65))
    )
    made.lines.create(commodity_group_id="gerabah", stars=1, lower=60)
    AssessmentPlan.objects.filter(edition=scene.edition).update(star_lines=made)
    scene.edition.refresh_from_db()
    return made


def potters(scene: Scene) -> Scene:
    """The same season, from which files of pottery come."""
    other = replace(scene, commodity=CommodityGroup.objects.get(pk="gerabah"))
    sentra = add_sentra(
        name="Sentra Gerabah",
        regency=scene.regency,
        commodity_group=other.commodity,
        unit_count=12,
        number="188/13/2020",
        date=date(2020, 3, 4),
        document=document("ikm.sentra_decree", now=scene.now),
        by=scene.dinas_operator,
        now=scene.now,
    )
    other.__dict__.update(jurors=scene.jurors, sentra=sentra)
    return other
