"""Rubrics and star lines from `fixtures/rubric.json`, and the plan that a new edition starts with.

Both are append-only in the database. What was loaded under a code stays as it is: the same data changes nothing, other data under a known code is refused,
because scores of a past edition must never be read with a later rubric.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Aspect, AssessmentPlan, Criterion, Level, Rubric, StarLine, StarLineSet
from assessments.stars import Bounds, Lines
from awards.models import Edition
from awards.provenance import text_of
from awards.reference import FOR_ALL, SOURCE, schemes
from ovop_portal.common.canonical import digest
from ovop_portal.common.reference import BrokenSource, Difference, document

DEFAULT_RUBRIC = "portal_default_v1"
DEFAULT_STAR_LINES = {3: "three_star_default", 5: "five_star_default"}

# A part of the source data, as JSON has it.
Part = dict[str, Any]


def load(*, by: str, now: datetime) -> Iterator[Difference]:
    """Rubrics, then star lines."""
    yield _rubrics()
    yield _star_lines()


def default_plan(edition: Edition) -> AssessmentPlan:
    """The plan that `edition` starts with, not saved yet: the default rubric, and the star lines for its number of stars."""
    policy = document(SOURCE)["scoring_policy"]
    return AssessmentPlan(
        edition=edition,
        rubric=Rubric.objects.get(code=DEFAULT_RUBRIC),
        star_lines=StarLineSet.objects.get(code=DEFAULT_STAR_LINES[edition.scheme.max_stars]),
        combine=policy["combine_jurors"]["default"],
        divergence_points=policy["divergence_alert_points"]["default"],
    )


def whole_rubrics() -> list[Part]:
    """The rubrics of the source that can be scored with: those that say what they must add up to."""
    return [rubric for rubric in document(SOURCE)["rubrics"] if "checks" in rubric]


def problems_of(rubric: Part) -> list[str]:
    """Where a rubric does not add up; empty for a sound one."""
    return [
        *(problem for aspect in rubric["aspects"] for problem in _problems_of_aspect(aspect)),
        *(problem for check in rubric["checks"] for problem in _problems_of_form(rubric, check)),
    ]


def _problems_of_aspect(aspect: Part) -> Iterator[str]:
    name = f"{aspect['code']} ({aspect['applies_to']})"
    yield from _unequal(name, aspect["max_points"], (group["max_points"] for group in aspect["groups"]))
    for group in aspect["groups"]:
        yield from _unequal(
            f"{name} {group['code']}", group["max_points"], (c["max_points"] for c in group["criteria"])
        )
        for criterion in group["criteria"]:
            points = [level["points"] for level in criterion["levels"]]
            if points != sorted(set(points)) or len(points) < 2:
                yield f"{name} {criterion['code']}: levels {points} do not rise"
            elif points[-1] != criterion["max_points"]:
                yield f"{name} {criterion['code']}: highest level {points[-1]}, not {criterion['max_points']}"


def _problems_of_form(rubric: Part, check: Part) -> Iterator[str]:
    """The form of one commodity group: the aspects for all and its own."""
    group = check["commodity_group"]
    form = [c for aspect in rubric["aspects"] if aspect["applies_to"] in (FOR_ALL, group) for c in _criteria(aspect)]
    found = {
        "max_points": sum(criterion["max_points"] for criterion in form),
        "criteria": len(form),
        "min_points_when_all_scored": sum(criterion["levels"][0]["points"] for criterion in form),
    }
    for name, value in found.items():
        if value != check[name]:
            yield f"{group}: {name} {value}, not {check[name]}"
    if found["max_points"] != rubric["total_points"]:
        yield f"{group}: {found['max_points']} points, not {rubric['total_points']}"
    yield from (f"{group}: {code} stands twice" for code, n in Counter(c["code"] for c in form).items() if n > 1)


def _unequal(name: str, total: int, parts: Iterator[int]) -> Iterator[str]:
    added = sum(parts)
    if added != total:
        yield f"{name}: parts add up to {added}, not {total}"


def _criteria(aspect: Part) -> list[Part]:
    return [criterion for group in aspect["groups"] for criterion in group["criteria"]]


def _rubrics() -> Difference:
    """New rubrics, each checked before anything of it is written."""
    difference = Difference(_("Rubrik"))
    fresh: list[tuple[Part, str]] = []
    known = dict(Rubric.objects.values_list("code", "sha256"))
    for rubric in whole_rubrics():
        code, sha256 = rubric["id"], digest(rubric)
        if problems := problems_of(rubric):
            raise BrokenSource(f"{SOURCE}: rubric {code} does not add up: " + "; ".join(problems))
        if code in known:
            _refuse_other("rubric", code, known[code] == sha256)
            difference.same += 1
            continue
        count = sum(len(_criteria(aspect)) for aspect in rubric["aspects"])
        difference.created.append(
            _("{code} ({aspects} aspek, {criteria} kriteria)").format(
                code=code, aspects=len(rubric["aspects"]), criteria=count
            )
        )
        fresh.append((rubric, sha256))
    difference.apply = lambda: _write_rubrics(fresh)
    return difference


def _refuse_other(what: str, code: str, is_same: bool) -> None:
    if not is_same:
        raise BrokenSource(
            f"{SOURCE}: {what} {code} is in the database with other content. It never changes: give a new version a new code."
        )


def _write_rubrics(fresh: list[tuple[Part, str]]) -> None:
    for rubric, sha256 in fresh:
        _write_rubric(rubric, sha256)


def _write_rubric(rubric: Part, sha256: str) -> None:
    row = Rubric.objects.create(
        code=rubric["id"],
        title=rubric.get("title_id") or rubric["id"],
        total_points=rubric["total_points"],
        provenance=text_of(rubric),
        sha256=sha256,
    )
    aspects = Aspect.objects.bulk_create(
        Aspect(
            rubric=row,
            code=aspect["code"],
            commodity_group_id=None if aspect["applies_to"] == FOR_ALL else aspect["applies_to"],
            label=aspect["label_id"],
            label_en=aspect["label_en"],
            max_points=aspect["max_points"],
            provenance=text_of(aspect),
            order=order,
        )
        for order, aspect in enumerate(rubric["aspects"], start=1)
    )
    criteria: list[Criterion] = []
    levels: list[Level] = []
    for aspect_row, aspect in zip(aspects, rubric["aspects"], strict=True):
        lines = [(group, criterion) for group in aspect["groups"] for criterion in group["criteria"]]
        for order, (group, criterion) in enumerate(lines, start=1):
            line = Criterion(
                aspect=aspect_row,
                code=criterion["code"],
                group_code=group["code"],
                group_label=group["label_id"],
                label=criterion["label_id"],
                label_en=criterion["label_en"],
                max_points=criterion["max_points"],
                evidence=criterion.get("evidence", []),
                provenance=text_of(criterion),
                order=order,
            )
            criteria.append(line)
            levels += [
                Level(criterion=line, points=level["points"], label=level["label_id"], label_en=level["label_en"])
                for level in criterion["levels"]
            ]
    Criterion.objects.bulk_create(criteria)
    Level.objects.bulk_create(levels)


def _star_lines() -> Difference:
    """Load new sets of star lines: from the named schemes those that say where the lines lie."""
    difference = Difference(_("Garis bintang"))
    fresh: list[tuple[Part, Lines]] = []
    known = {lines.code: lines for lines in StarLineSet.objects.prefetch_related("lines")}
    for band in schemes():
        if not band["ranges"]:
            continue
        code, lines = band["id"], _lines(band)
        if code in known:
            _refuse_other("star lines", code, known[code].whole() == lines)
            difference.same += 1
            continue
        difference.created.append(f"{code} ({_in_words(lines)})")
        fresh.append((band, lines))
    difference.apply = lambda: _write_lines(fresh)
    return difference


def _lines(band: Part) -> Lines:
    """The lines for all commodity groups; a group that differs stands with its own ranges under `ranges_by_group`."""
    own = {group: _bounds(band["id"], ranges) for group, ranges in band.get("ranges_by_group", {}).items()}
    return Lines(_bounds(band["id"], band["ranges"]), dict(sorted(own.items())))


def _in_words(lines: Lines) -> str:
    said = [("", lines.for_all), *((f"{group} ", bounds) for group, bounds in lines.by_group.items())]
    return "; ".join(f"{whose}{', '.join(f'{stars}: {lower}' for stars, lower in bounds)}" for whose, bounds in said)


def _bounds(name: str, ranges: list[Part]) -> Bounds:
    """The lower bounds, highest first. The upper ends are only checked: each must be where the next star begins, and the top closed at its end."""
    lines = sorted(ranges, key=lambda line: -line["stars"])
    for above, below in zip(lines, lines[1:], strict=False):
        if below["max"] != above["min_inclusive"] or below["max_inclusive"]:
            raise BrokenSource(
                f"{SOURCE}: star lines {name}: {below['stars']} stars do not end where {above['stars']} begin"
            )
    if not lines[0]["max_inclusive"]:
        raise BrokenSource(f"{SOURCE}: star lines {name}: the top must include its end")
    return tuple((line["stars"], Decimal(line["min_inclusive"])) for line in lines)


def _write_lines(fresh: list[tuple[Part, Lines]]) -> None:
    for band, lines in fresh:
        line_set = StarLineSet.objects.create(code=band["id"], scheme_id=band["id"], provenance=text_of(band))
        StarLine.objects.bulk_create(
            StarLine(line_set=line_set, commodity_group_id=group, stars=stars, lower=lower)
            for group, bounds in [(None, lines.for_all), *lines.by_group.items()]
            for stars, lower in bounds
        )
