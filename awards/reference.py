"""Star schemes and published figures, and the gates and papers that a new edition starts with: all from `fixtures/`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from awards.models import Edition, Gate, PublishedClaim, RequiredPaper, StarScheme
from awards.provenance import text_of
from ovop_portal.common.delimited import Row
from ovop_portal.common.reference import Difference, compare, document, rows

SOURCE = "rubric.json"
EVIDENCE = "gate_evidence.csv"
EVIDENCE_COLUMNS = ("code", "evidence", "paper", "why")
CLAIMS = "published_claims.csv"
CLAIM_COLUMNS = ("year", "order", "measure", "part_of", "value", "label", "note", "source")
FOR_ALL = "all"


def load(*, by: str, now: datetime) -> Iterator[Difference]:
    """Schemes first: star lines of the room above hang on them."""
    yield compare(
        _("Skema bintang"),
        StarScheme.objects.all(),
        [scheme_of(band) for band in schemes()],
        key=["code"],
        fields=["label", "max_stars", "go_global_from", "packaging_mark_from", "provenance"],
    )
    yield compare(
        _("Angka yang pernah terbit"),
        PublishedClaim.objects.all(),
        [_claim(row) for row in rows(CLAIMS, *CLAIM_COLUMNS)],
        key=["year", "measure", "source"],
        fields=["label", "part_of", "value", "note", "order"],
        describe=lambda claim: f"{claim.year} {claim.label}: {claim.value}",
        only_added=True,
    )


def schemes() -> list[dict[str, Any]]:
    """The star bands that are schemes of this award: those with a name. The others are foreign and kept for comparison."""
    return [band for band in document(SOURCE)["star_bands"] if "label_id" in band]


def scheme_of(band: dict[str, Any]) -> StarScheme:
    """A star band as a scheme: only how many stars there are and what they open, not where the lines lie."""
    stars = band.get("stars") or [line["stars"] for line in band["ranges"]]
    return StarScheme(
        code=band["id"],
        label=band["label_id"],
        max_stars=max(stars),
        go_global_from=min(band.get("go_global_eligible_stars", []), default=None),
        packaging_mark_from=band.get("packaging_mark_allowed_from_star"),
        provenance=text_of(band),
    )


def default_gates(edition: Edition) -> list[Gate]:
    """The gates that `edition` starts with, not saved yet."""
    evidence = {row["code"]: row for row in rows(EVIDENCE, *EVIDENCE_COLUMNS)}
    return [
        Gate(
            edition=edition,
            code=gate["code"],
            label=gate["label_id"],
            label_en=gate["label_en"],
            commodity_group_id=_group(gate),
            effect=gate["effect"],
            evidence=evidence[gate["code"]]["evidence"],
            paper=evidence[gate["code"]]["paper"],
            provenance=text_of(gate),
        )
        for gate in document(SOURCE)["gates"]
    ]


def default_papers(edition: Edition) -> list[RequiredPaper]:
    """The papers without which a nomination of `edition` cannot be sent, not saved yet."""
    return [
        RequiredPaper(
            edition=edition,
            code=paper["code"],
            label=paper["label_id"],
            kinds=paper["kinds"],
            commodity_group_id=_group(paper),
        )
        for paper in document(SOURCE)["required_papers"]
    ]


def _group(part: dict[str, Any]) -> str | None:
    return None if part["applies_to"] == FOR_ALL else part["applies_to"]


def _claim(row: Row) -> PublishedClaim:
    return PublishedClaim(
        year=row.whole("year"),
        order=row.whole("order"),
        measure=row.filled("measure"),
        part_of=row["part_of"],
        value=row.whole("value"),
        label=row.filled("label"),
        note=row["note"],
        source=row["source"],
    )
