"""What is measured, and what may be spent on it. docs/benchmarks.md says where the numbers come from. Counts fail a run; CPU is told."""

from __future__ import annotations

from dataclasses import dataclass

# Whatever has no goal of its own keeps to what every page has to keep to.
MOST_QUERIES = 12


@dataclass(frozen=True)
class Goal:
    """A page, the stage of the season at which it is asked for, and its limits.

    `number`: the goal's place in the list of goals. `queries`, `repeated`: at most, at every size. `yards`: CPU at most at the size of 2024.
    `growth`: CPU of the large season divided by that, at most; `db_growth`: the same of the database.
    """

    title: str
    stage: str
    number: str = ""
    queries: int = MOST_QUERIES
    repeated: int | None = None
    yards: float | None = None
    growth: float | None = None
    db_growth: float | None = None


GOALS = {
    "frame": Goal("frame alone, signed in", "scoring", "20", queries=4, yards=0.3),
    "empty": Goal("empty list, signed in", "scoring", "20", queries=4, yards=0.3),
    "home": Goal("home", "published"),
    "catalogue": Goal("catalogue", "published", "6", queries=4, yards=0.68, growth=1.2),
    "product": Goal("product", "published"),
    "verify": Goal("verification", "published"),
    "status": Goal("owner's status", "scoring"),
    "dinas": Goal("desk of a dinas", "screening", "7", queries=11, yards=1.0),
    "screening": Goal("screening queue", "screening", "7", queries=10, yards=1.0),
    "queue": Goal("jury queue", "scoring", "1, 2", queries=8, repeated=0, yards=1.35, growth=1.5, db_growth=3),
    "sheet": Goal("scoring form", "scoring", "3", queries=8, yards=0.33, growth=1.2),
    "save": Goal("save of a whole sheet", "scoring", "4", queries=12, yards=0.22, growth=1.2),
    "recap": Goal("recap, all rows", "plenary", "5", queries=8, yards=1.13),
    "plenary": Goal("plenary", "plenary"),
}
# Wall time of the tally divided by that of the plain SQL in the same run, in the large season (goals 9 and 10).
TALLY_STAGE = "plenary"
TALLY_READ, TALLY_WRITTEN = 1.5, 3.0
# Pages that strangers are shown copies of, and how many copies a second the portal promises.
SHARED = ("home", "catalogue", "product", "verify")
COPIES_A_SECOND = 300
