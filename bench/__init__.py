"""`make bench`: what pages and the tally cost, in counts and in yards, at two sizes of a season.

    seasons.py   the databases: one season at each stage, made once and kept
    yard.py      CPU, as a multiple of a fixed loop timed beside it
    asking.py    one request to the portal, and what it cost
    pages.py     the pages that are asked for: who asks, and where
    tallying.py  the tally beside the plain SQL aggregate
    measure.py   all of that in one database, told as JSON (a process of its own, under production settings)
    goals.py     what may be spent
    report.py    the tables
    run.py       everything in order

Figures and how to read them: docs/benchmarks.md.
"""
