from __future__ import annotations

import pytest

from ovop_portal.embedded.places import Place, running
from ovop_portal.embedded.problems import Problem


def test_a_place_has_one_supervisor_at_a_time(place: Place) -> None:
    other = Place(place.folder)
    assert (other.take(), other.in_use) == (False, True)
    place.leave()
    assert (other.in_use, other.take()) == (False, True)
    other.leave()


def test_the_addresses_of_a_place_are_those_of_its_living_supervisor(place: Place) -> None:
    place.write(children=[], addresses={"REDIS_URL": "redis+socket:///there"})
    place.write(web="http://127.0.0.1:8000/")
    assert place.read() == {
        "children": [],
        "addresses": {"REDIS_URL": "redis+socket:///there"},
        "web": "http://127.0.0.1:8000/",
    }
    assert running([Place(place.folder.parent / "empty"), place]) == {"REDIS_URL": "redis+socket:///there"}
    place._lock.close()  # as when its process is killed
    assert running([place]) == {}


def test_a_broken_state_file_is_as_good_as_none(place: Place) -> None:
    place.state_file.write_text('{"children": [')
    assert place.read() == {}


def test_a_folder_in_which_nobody_may_write_is_one_clear_line(place: Place) -> None:
    place.state_file.write_text("a file where a folder is wanted")
    with pytest.raises(Problem, match=r"Cannot write in .*state.json: Not a directory"):
        Place(place.state_file).take()


def test_the_temp_folder_is_closed_and_a_foreign_one_of_its_name_is_refused(place: Place) -> None:
    import os

    temp = place.make_temp(os.geteuid())
    assert temp.stat().st_mode & 0o777 == 0o700
    assert place.make_temp(os.geteuid()) == temp
    temp.chmod(0o777)
    with pytest.raises(Problem, match="does not belong to this project"):
        place.make_temp(os.geteuid())
    temp.chmod(0o700)
