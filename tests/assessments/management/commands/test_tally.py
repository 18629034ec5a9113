"""A tally is made and sealed from the shell, without a worker."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Tally
from assessments.states import TallyState
from awards.states import NominationState as S
from tests.scene import Scene
from tests.support.rivals import at_once, wait_until


def tally(year: int = 2026) -> str:
    out = io.StringIO()
    call_command("tally", str(year), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_it_is_sealed_and_its_hashes_are_printed() -> None:
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))

    printed = tally()

    made = Tally.objects.get()
    assert (made.state, made.n, made.requested_by) == (TallyState.SEALED, 1, "system:command")
    assert printed == f"Tally 1 of 2026 is sealed.\ninputs  {made.inputs_sha256}\nresults {made.results_sha256}\n"


@pytest.mark.django_db
def test_what_is_missing_is_said_and_nothing_is_left_behind() -> None:
    scene = Scene.begin()
    scene.at(S.IN_ASSESSMENT)

    with pytest.raises(CommandError, match="1 berkas belum lengkap nilainya"):
        tally()
    with pytest.raises(CommandError, match="There is no edition 1999"):
        tally(1999)

    assert not Tally.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_worker_ever_finds_it_waiting() -> None:
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))
    seen: list[str] = []

    def has_come() -> bool:
        seen.extend(Tally.objects.values_list("state", flat=True))
        return bool(seen)

    assert at_once(tally, lambda: wait_until(has_come)) == ["done", "done"]

    assert seen == [TallyState.SEALED]
