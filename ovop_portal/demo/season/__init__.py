"""Seasons as data: fictional firms in real places, walked through an edition by the portal's own verbs, the same for the same seed.

    scale.py      how many: small, 2024, or any number, in proportion
    calendar.py   when: windows, and working hours inside them
    places.py     where: provinces, regencies, sentra
    words.py      the words that names and stories are made of; names.py makes them
    photos.py, papers.py   generated pictures and sheets of paper, stored once and used again
    firms.py      whole records of firms
    cast.py       offices, jurors, and the demo's own people
    scoring.py    what a juror would say: quality, severity, noise
    flaws.py      why a file falls on its papers
    plans.py      which file shall end in which state, for each stage
    setting.py, files.py, agenda.py    a season while it is made, a file on its way, and what happens when
    preparing.py, screening.py, jury.py, finishing.py      the verbs, stage by stage
    stages.py     one whole season; whole.py: everything that `make demo` shows
    export.py     the canonical text of a season, whose hash is stated

Nothing is written in the middle of a life: a nomination stands where its verbs took it, at hours that lie in order.
"""
