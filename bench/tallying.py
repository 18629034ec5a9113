"""The tally beside plain SQL over the same cells, in turn in the same process; wall time, because most of it is the database's."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg2
from django.db import connection

from assessments.models import Score
from assessments.operations import tally as verbs
from assessments.tally import calculation
from awards.models import Edition
from ovop_portal.common.clock import now

ROUNDS = 7
ACTOR = "system:bench"
# What nobody can do without: a mean over the jurors of sums over the cells.
READ = """
SELECT entry_id, avg(total) FROM (
    SELECT sheet.entry_id, sum(cell.points) AS total
      FROM assessments_score cell
      JOIN assessments_scoresheet sheet ON sheet.id = cell.sheet_id
      JOIN assessments_entry entry ON entry.id = sheet.entry_id
      JOIN awards_nomination nomination ON nomination.id = entry.nomination_id
     WHERE nomination.edition_id = %(edition)s
     GROUP BY sheet.id
) AS sheets GROUP BY entry_id
"""
SCRATCH = """
CREATE TABLE bench_result (entry_id bigint PRIMARY KEY, official numeric, stars smallint);
INSERT INTO bench_result (entry_id) SELECT id FROM assessments_entry
"""
WRITE = f"""
UPDATE bench_result SET official = made.mean, stars = CASE WHEN made.mean >= 85 THEN 3 WHEN made.mean >= 75 THEN 2 WHEN made.mean >= 65 THEN 1 ELSE 0 END
  FROM ({READ}) AS made (entry_id, mean) WHERE made.entry_id = bench_result.entry_id
"""


def measure(owner_url: str) -> dict[str, Any]:
    """Milliseconds of each way and the quotients, pair by pair. The edition stands before its plenary."""
    edition = Edition.objects.order_by("-year")[0]
    with psycopg2.connect(owner_url) as link, link.cursor() as cursor:
        cursor.execute(SCRATCH)
        link.commit()

        def written_raw() -> None:
            cursor.execute(WRITE, {"edition": edition.pk})
            link.commit()

        read = _pairs(lambda: _read(edition), lambda: _read_raw(edition))
        written = _pairs(_sealing(edition), written_raw)
    return {
        "cells": Score.objects.filter(sheet__entry__nomination__edition=edition).count(),
        "queries": _queries(lambda: _read(edition)),
        "read": read,
        "written": written,
        "written_queries": _queries(_sealing(edition)),
    }


def _read(edition: Edition) -> list[calculation.Result]:
    plan = calculation.plan_of(edition)
    return calculation.results(
        calculation.ballots(edition, plan.caps_of_holders),
        lines=plan.star_lines.whole(),
        combine=plan.combine,
        max_stars=edition.scheme.max_stars,
    )


def _read_raw(edition: Edition) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(READ, {"edition": edition.pk})
        return cursor.fetchall()


def _sealing(edition: Edition) -> Callable[[], Callable[[], None]]:
    """Each call asks for a tally, untimed, and returns the sealing of it."""

    def ask() -> Callable[[], None]:
        hour = now()
        run = verbs.request_tally(edition, by=ACTOR, now=hour)
        return lambda: verbs.seal_tally(run, now=hour)

    return ask


def _pairs(ours: Callable[[], Any], raw: Callable[[], Any]) -> dict[str, float]:
    """One after the other, so that both meet the same machine; the first pair warms up and does not count."""
    times = [(_seconds(ours), _seconds(raw)) for _ in range(ROUNDS + 1)][1:]
    return {
        "ms": statistics.median(own for own, _plain in times) * 1e3,
        "plain_ms": statistics.median(plain for _own, plain in times) * 1e3,
        "ratio": statistics.median(own / plain for own, plain in times),
    }


def _prepared(work: Callable[[], Any]) -> Callable[[], Any]:
    """`work` itself, or what it prepared."""
    return work() if getattr(work, "__name__", "") == "ask" else work


def _seconds(work: Callable[[], Any]) -> float:
    timed = _prepared(work)
    began = time.perf_counter()
    timed()
    return time.perf_counter() - began


def _queries(work: Callable[[], Any]) -> int:
    timed, count = _prepared(work), 0

    def wrap(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(wrap):
        timed()
    return count
