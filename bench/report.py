"""The tables, and whether the goals were met."""

from __future__ import annotations

from typing import Any

from bench.goals import COPIES_A_SECOND, GOALS, TALLY_READ, TALLY_WRITTEN

SMALL, LARGE = "2024", "5000"
HEAD = (
    f"{'page':<24}{'yards':>7}{'CPU ms':>8}{'gate':>7}{'':>6}{'DB yd':>7}{'queries':>9}{'rep':>5}{'gate':>6}{'':>6}"
    f"{'KB':>8}{'brotli':>8}"
)


def table(size: str, pages: dict[str, Any]) -> list[str]:
    """One size: cost of each page, gates beside them."""
    lines = [f"\nSeason {size}", HEAD, "-" * len(HEAD)]
    for key, row in pages.items():
        goal = GOALS[key]
        if "problem" in row:
            lines.append(f"{goal.title:<24}  {row['problem'][:100]}")
            continue
        gate = f"{goal.yards:.2f}" if goal.yards and size == SMALL else ""
        verdict = ("PASS" if row["yards"] <= goal.yards else "MISS") if goal.yards and size == SMALL else ""
        counts = "PASS" if counts_hold(key, row) else "MISS"
        database = f"{row['db_yards']:.2f}" if row["db_yards"] is not None else "-"
        lines.append(
            f"{goal.title:<24}{row['yards']:>7.2f}{row['cpu_ms']:>8.1f}{gate:>7}{verdict:>6}{database:>7}{row['queries']:>9}{row['repeated']:>5}"
            f"{goal.queries:>6}{counts:>6}{row['raw'] / 1024:>8.1f}{row['packed'] / 1024:>8.1f}"
        )
    return lines


def copies(size: str, shared: dict[str, Any]) -> list[str]:
    """How many strangers are served in a second from copies of one process; told, for it is a figure of the machine."""
    lines = [f"\nCopies of shared pages, season {size}: a second and process (promise {COPIES_A_SECOND})"]
    return lines + [
        f"{GOALS[key].title:<24}{row['per_second']:>8.0f}{row['queries']:>5} queries in {row['rounds']}"
        for key, row in shared.items()
    ]


def growth(small: dict[str, Any], large: dict[str, Any]) -> list[str]:
    """How each page grows from the one size to the other."""
    head = f"{'growth to 5000':<24}{'CPU':>8}{'gate':>7}{'':>6}{'DB':>8}{'gate':>7}{'':>6}{'queries':>9}{'KB':>8}"
    lines = ["", head, "-" * len(head)]
    for key, row in small.items():
        grown = large.get(key, {})
        if "problem" in row or "yards" not in grown:
            continue
        goal, cpu = GOALS[key], grown["yards"] / row["yards"]
        database = grown["db_yards"] / row["db_yards"] if row["db_yards"] and grown["db_yards"] else 0
        lines.append(
            f"{goal.title:<24}{cpu:>7.1f}x{_gate(cpu, goal.growth)}{database:>7.1f}x{_gate(database, goal.db_growth)}"
            f"{grown['queries'] - row['queries']:>+9}{grown['raw'] / row['raw']:>7.1f}x"
        )
    return lines


def tallies(by_size: dict[str, Any]) -> list[str]:
    """The tally beside plain SQL."""
    head = (
        f"{'tally (wall time)':<34}{'cells':>9}{'ms':>9}{'plain SQL':>11}{'ratio':>8}{'gate':>7}{'':>6}{'queries':>9}"
    )
    lines = ["", head, "-" * len(head)]
    for size, row in by_size.items():
        for what, title, gate, queries in (
            ("read", "ballots and stars, read", TALLY_READ, row["queries"]),
            ("written", "written, sealed, told", TALLY_WRITTEN, row["written_queries"]),
        ):
            cost = row[what]
            binding = gate if size == LARGE else None
            lines.append(
                f"{f'{size}: {title}':<34}{row['cells']:>9,}{cost['ms']:>9.1f}{cost['plain_ms']:>11.1f}{cost['ratio']:>7.2f}x"
                f"{_gate(cost['ratio'], binding)}{queries:>9}"
            )
    return lines


def _gate(value: float, gate: float | None) -> str:
    return f"{'':>13}" if gate is None else f"{gate:>7.1f}{'PASS' if value <= gate else 'MISS':>6}"


def counts_hold(key: str, row: dict[str, Any]) -> bool:
    """Are the counts of a page within its goal?"""
    goal = GOALS[key]
    return row["queries"] <= goal.queries and (goal.repeated is None or row["repeated"] <= goal.repeated)


def missed_counts(by_size: dict[str, dict[str, Any]]) -> list[str]:
    """What fails the run: pages that do not answer, too many queries, and queries that grow with the season."""
    lines = []
    for size, pages in by_size.items():
        for key, row in pages.items():
            if "problem" in row:
                lines.append(f"{GOALS[key].title} ({size}): {row['problem'][:160]}")
            elif not counts_hold(key, row):
                lines.append(f"{GOALS[key].title} ({size}): {row['queries']} queries, {row['repeated']} repeated")
    for key, row in by_size.get(SMALL, {}).items():
        grown = by_size.get(LARGE, {}).get(key, {})
        if "queries" in row and "queries" in grown and grown["queries"] != row["queries"]:
            lines.append(f"{GOALS[key].title}: {row['queries']} queries, and {grown['queries']} in the large season")
    return lines
