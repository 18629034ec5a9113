"""Which files a season has and where each of them shall end, for every stage at which a season may be stopped."""

from __future__ import annotations

import random
from collections.abc import Sequence

from awards.models import Award
from awards.states import NominationState as S
from ovop_portal.demo.season.files import File
from ovop_portal.demo.season.flaws import flaw_for
from ovop_portal.demo.season.places import Spot
from ovop_portal.demo.season.scale import Scale, shares

# In order. Those named in the help of `demo_season` are the stages of DESIGN; `scored` stands before the tally, `determined` before the publication.
STAGES = ("empty", "nomination", "screening", "scoring", "scored", "plenary", "determined", "published", "after")
CORRECTED_PART = 0.15

# Where files lie in the middle of a stage, in parts of a hundred.
AT_NOMINATION = {S.DRAFT: 25, S.WITH_OFFICE: 20, S.RETURNED_TO_OWNER: 10, S.READY: 15, S.SUBMITTED: 30}
AT_SCREENING = {S.SUBMITTED: 35, S.SCREENING: 15, S.RETURNED_TO_OFFICE: 5, S.PASSED: 25, S.FAILED: 20}


def comes_to(stage: str, wanted: str) -> bool:
    """Does a season that stops at `stage` come as far as `wanted`?"""
    return STAGES.index(stage) >= STAGES.index(wanted)


def new_files(
    spots: Sequence[Spot], scale: Scale, stage: str, chance: random.Random, sure: int | None = None
) -> list[File]:
    """The files that the dinas propose. The one at the place `sure` does not fall on its papers."""
    files = [File(S.DETERMINED, _bounded(chance.gauss(72, 8)), spot) for spot in spots]
    if not comes_to(stage, "scoring"):
        _scatter(files, AT_NOMINATION if stage == "nomination" else AT_SCREENING, chance)
    else:
        for file in files:
            file.aim = S.DETERMINED if comes_to(stage, "determined") else S.IN_ASSESSMENT
        for file in chance.sample([file for place, file in enumerate(files) if place != sure], scale.failed):
            file.aim = S.FAILED
    dress(files, scale.returned, chance)
    return files


def earlier_files(spots: Sequence[Spot], scale: Scale, chance: random.Random) -> list[File]:
    """The files of the edition before: as many winners as the edition now has holders."""
    files = [File(S.DETERMINED, 54.0, spot, bounds=(0, 64)) for spot in spots]
    order = chance.sample(files, len(files))
    for file in order[scale.passed_before :]:
        file.aim = S.FAILED
    three, two, one = shares([2, 4, 4], scale.holders)
    for place, file in enumerate(order[: scale.holders]):
        middle = 89 if place < three else 80 if place < three + two else 70
        file.quality, file.bounds = _bounded(chance.gauss(middle, 2.5)), (66, 101)
    dress(files, scale.returned // 2, chance)
    return files


def holder_files(awards: Sequence[Award], stage: str, chance: random.Random) -> list[File]:
    """The holders of the edition before, who come in by invitation; in the middle of the nomination half of them have answered."""
    files = []
    for award in awards:
        quality = _bounded(chance.gauss({3: 86, 2: 79, 1: 71}[award.stars], 5))
        files.append(File(S.DETERMINED if comes_to(stage, "determined") else S.IN_ASSESSMENT, quality, award=award))
    if stage == "nomination":
        for file in chance.sample(files, len(files) // 2):
            file.aim = S.INVITED
    return files


def dress(files: Sequence[File], returned: int, chance: random.Random) -> None:
    """Give files what befalls them on the way: a flaw for those that fall, a correction here, a missing paper there."""
    for file in files:
        if (file.aim == S.FAILED or file.doubted) and file.spot:
            file.flaw = flaw_for(file.spot.commodity, chance)
        file.corrected = file.corrected or (file.reaches(S.READY) and chance.random() < CORRECTED_PART)
    passed = [file for file in files if file.reaches(S.PASSED)]
    for file in chance.sample(passed, min(returned, len(passed))):
        file.completed = True


def _scatter(files: list[File], parts: dict[S, int], chance: random.Random) -> None:
    """Deal the aims out by their parts. Of the files on a screener's desk every second one has been rejected once."""
    counts = shares(list(parts.values()), len(files))
    dealt = [aim for aim, count in zip(parts, counts, strict=True) for _ in range(count)]
    chance.shuffle(dealt)
    for place, (file, aim) in enumerate(zip(files, dealt, strict=True)):
        file.aim = aim
        file.doubted = aim == S.SCREENING and place % 2 == 0


def _bounded(quality: float) -> float:
    return min(94.0, max(46.0, quality))
