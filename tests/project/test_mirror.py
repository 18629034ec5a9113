"""The tests of a module stand at the same place under `tests/`, under its name. Where they do not, one of two tables says where they are and why.

`awards/dossier/changes.py` is tried by `tests/awards/dossier/test_changes.py`; `test_changes_….py` beside it counts, and so does a file for the whole
folder (`tests/awards/test_models.py` for `awards/models/`). Rooms of `ovop_portal/` stand in `tests/` without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CODE = ("ovop_portal", "regions", "ikm", "awards", "assessments")
MATRIX, PUTTING_TOGETHER = "tests/project/test_matrix.py", ""

# Kinds of modules, by the pattern of their paths: where they are tried, and why there. The first that fits says it.
KINDS = {
    "*/apps.py": (PUTTING_TOGETHER, "No test begins without it."),
    "*/urls*.py": ("tests/project/test_addresses.py", "Every address is asked."),
    "ovop_portal/?sgi.py": ("tests/project/test_settings.py", "A server asks for it by name."),
    "ovop_portal/celery.py": ("tests/project/test_servers.py", "Every real worker begins here."),
    "ovop_portal/settings/*": ("tests/project/test_settings.py", "Settings are read together."),
    "ovop_portal/formats/*": ("tests/common/test_formats.py", "Django asks for the formats at this place."),
    "*/problems.py": (PUTTING_TOGETHER, "A name for what can go wrong."),
    "*/_*.py": (PUTTING_TOGETHER, "Private to its folder, whose modules have their tests."),
    "*/admin*.py": ("tests/common/test_admin.py", "What shows only is the same in each room."),
    "*/rules.py": (MATRIX, "Who may: each role at each address."),
    "*/predicates.py": (MATRIX, "Who may: each role at each address."),
    "*/menu.py": ("tests/front/test_menu.py", "The menu is put together from all rooms."),
    "*/words.py": ("tests/ledger/test_words.py", "Every kind of event has its words from its own room."),
    "*/states.py": ("tests/assessments/test_walk.py", "Every declared move is driven by its verb, through all rooms."),
    "*/invariants.py": ("tests/front/test_invariants.py", "Each is broken once, in one season with everything in it."),
    "*/vouchers.py": ("tests/front/test_forgeries.py", "Each is forged once, in one season with everything in it."),
    "*/tasks.py": ("tests/project/test_revival.py", "Two lines around a verb; a real worker is killed amid each."),
    "*/management/commands/*": (PUTTING_TOGETHER, "A door to what has its tests; the test below asks who calls it."),
    "*/pages/*": ("tests/{room}/pages/{audience}", "A page is tried whole, at its address, under the name of what is done."),
    "ovop_portal/documents/sandbox/child/*": ("tests/documents/test_examining.py", "A process of its own, seen from outside."),
    "ovop_portal/demo/*": ("tests/demo", "A season is tried by what comes of it."),
    "ovop_portal/embedded/*": ("tests/embedded", "Servers are tried by starting them."),
}  # fmt: skip
# Single modules, by the file that tries them: why there, and which.
TRIED_WITH: dict[str, tuple[str, list[str]]] = {
    "tests/accounts/test_views.py": (
        "Coming in is tried at its pages, with whatever stands between form and account.",
        [
            "ovop_portal/accounts/adapter.py",
            "ovop_portal/accounts/carrying_out.py",
            "ovop_portal/accounts/forms.py",
            "ovop_portal/accounts/letters.py",
            "ovop_portal/accounts/requests.py",
            "ovop_portal/accounts/tries.py",
        ],
    ),
    "tests/accounts/second_step/test_factors.py": (
        "Secrets are sealed and opened where they are used.",
        ["ovop_portal/accounts/second_step/adapter.py"],
    ),
    "tests/accounts/test_sessions.py": (
        "What a session notes of itself is tried by signing in.",
        ["ovop_portal/accounts/session_store.py"],
    ),
    "tests/accounts/test_operations.py": (
        "A membership and its role are tried by giving and ending it.",
        ["ovop_portal/accounts/models.py", "ovop_portal/accounts/roles.py"],
    ),
    "tests/documents/test_operations.py": (
        "A file is tried on its whole way to the storage.",
        ["ovop_portal/documents/files.py", "ovop_portal/documents/models.py"],
    ),
    "tests/documents/test_examining.py": (
        "What a file is, is asked of files.",
        [
            "ovop_portal/documents/images.py",
            "ovop_portal/documents/looking.py",
            "ovop_portal/documents/patience.py",
            "ovop_portal/documents/types.py",
        ],
    ),
    "tests/documents/test_kept.py": (
        "A form that comes back with its files passes all of them.",
        ["ovop_portal/documents/middleware.py", "ovop_portal/documents/uploading.py"],
    ),
    "tests/documents/test_views.py": (
        "Who may read is asked where files are handed out.",
        ["ovop_portal/documents/readers.py", "awards/readers.py"],
    ),
    "tests/notifications/test_operations.py": (
        "A letter is tried on its whole way: told, written, sent.",
        [
            "ovop_portal/notifications/channels/composing.py",
            "ovop_portal/notifications/channels/mail.py",
            "ovop_portal/notifications/channels/outcomes.py",
            "ovop_portal/notifications/channels/ports.py",
            "ovop_portal/notifications/letters.py",
            "ovop_portal/notifications/models.py",
        ],
    ),
    "tests/notifications/channels/test_sms.py": (
        "What the demo lays down is what would go to a telephone.",
        ["ovop_portal/notifications/channels/kept.py"],
    ),
    "tests/notifications/test_views.py": (
        "The inbox is a page.",
        ["ovop_portal/notifications/forms.py", "ovop_portal/notifications/inbox.py"],
    ),
    "tests/ledger/test_models.py": (
        "In whose name an event stands is asked at its door.",
        ["ovop_portal/ledger/acting.py"],
    ),
    "tests/project/test_vouchers.py": (
        "What vouches for what is one table of all rooms.",
        ["ovop_portal/ledger/vouching.py"],
    ),
    "tests/project/test_revival.py": (
        "Attempts end by being killed.",
        ["ovop_portal/common/attempts.py"],
    ),
    "tests/project/test_addresses.py": (
        "A policy is what an address declares.",
        ["ovop_portal/common/policies.py"],
    ),
    "tests/common/test_widgets.py": (
        "What a template prints of a field.",
        ["ovop_portal/common/jinja.py", "ovop_portal/common/markup.py"],
    ),
    "tests/awards/test_models.py": (
        "Each promise of a table is tried to be broken, by the name it gets here.",
        ["ovop_portal/common/constraints.py"],
    ),
    "tests/front/test_faults.py": (
        "The net under the views catches what fails beneath them.",
        ["ovop_portal/front/middleware.py"],
    ),
    "tests/front/test_proving.py": (
        "What a night finds is told, and a lost certificate is made again.",
        ["ovop_portal/front/notices.py", "awards/certificates/files.py"],
    ),
    "tests/ledger/test_heads.py": (
        "The page prints the heads, line by line.",
        ["ovop_portal/front/views/heads.py"],
    ),
    "tests/assessments/test_admin.py": (
        "An edition is laid out and changed there.",
        ["assessments/operations/editions.py", "awards/operations/editions.py"],
    ),
    "tests/assessments/pages/monitor/test_views.py": (
        "Counted in SQL, for pages.",
        ["assessments/scoring/progress.py"],
    ),
    "tests/assessments/tally/test_calculation.py": (
        "A tally reads totals and lines, and is made again from them.",
        ["assessments/scoring/totals.py", "assessments/tally/star_lines.py"],
    ),
    "tests/assessments/test_figures_agree.py": (
        "One definition for all: every page, export and command is held against it.",
        ["awards/figures/definitions.py", "awards/figures/funnel.py"],
    ),
    "tests/assessments/operations/test_screening.py": (
        "The screeners, a room above, call these verbs.",
        ["awards/operations/screening.py"],
    ),
    "tests/awards/pages/dinas/test_joining.py": (
        "Two records become one by the hand of the dinas.",
        ["awards/operations/joining.py", "ikm/joining.py"],
    ),
    "tests/awards/operations/test_certifying.py": (
        "What became of a certificate, after a correction.",
        ["awards/certificates/history.py"],
    ),
    "tests/awards/certificates/test_printing.py": (
        "The child that sets a certificate.",
        ["awards/certificates/typesetting.py"],
    ),
    "tests/awards/test_identities.py": (
        "Who reads whose name, as a tag.",
        ["awards/templatetags/identities.py"],
    ),
}
ELSEWHERE = {module: (place, why) for place, (why, tried) in TRIED_WITH.items() for module in tried}


def modules() -> list[str]:
    """All our modules, without migrations and without the files that make folders into packages."""
    paths = (path for room in CODE for path in (ROOT / room).rglob("*.py"))
    found = [path.relative_to(ROOT) for path in paths if path.name != "__init__.py"]
    return sorted(str(path) for path in found if "migrations" not in path.parts)


def own_tests(module: str) -> list[Path]:
    """The test files that stand where a reader looks first."""
    path = PurePosixPath(module.removeprefix("ovop_portal/"))
    folder = ROOT / "tests" / path.parent
    of_module = [*folder.glob(f"test_{path.stem}.py"), *folder.glob(f"test_{path.stem}_*.py")]
    return of_module or [*folder.parent.glob(f"test_{folder.name}.py")]


def kind_of(module: str) -> str:
    return next((pattern for pattern in KINDS if fnmatch(module, pattern)), "")


def places() -> Iterator[tuple[str, str]]:
    """(module, place) for every module that is tried elsewhere."""
    for module in modules():
        if not own_tests(module) and (module in ELSEWHERE or kind_of(module)):
            place, _why = ELSEWHERE.get(module) or KINDS[kind_of(module)]
            parts = PurePosixPath(module.removeprefix("ovop_portal/")).parts
            audience = parts[2] if len(parts) > 3 else ""
            yield module, place.format(room=parts[0], audience=audience).rstrip("/")


def test_every_module_has_its_tests_or_says_where_they_are() -> None:
    assert [name for name in modules() if not own_tests(name) and not kind_of(name) and name not in ELSEWHERE] == []


def test_where_the_tables_send_a_reader_there_are_tests() -> None:
    sent = {place for _module, place in places() if place}

    assert [place for place in sorted(sent) if not _has_tests(ROOT / place)] == []


def _has_tests(place: Path) -> bool:
    return any(place.rglob("test_*.py")) if place.is_dir() else place.exists()


def test_no_reason_outlives_its_cause() -> None:
    known = modules()
    without = [name for name in known if not own_tests(name)]

    assert {
        "gone": [name for name in ELSEWHERE if name not in known],
        "has tests of its own by now": [name for name in ELSEWHERE if name in known and own_tests(name)],
        "is of a kind that says it": [name for name in ELSEWHERE if kind_of(name)],
        "a kind that nothing needs": [kind for kind in KINDS if kind not in {kind_of(name) for name in without}],
    } == {
        "gone": [],
        "has tests of its own by now": [],
        "is of a kind that says it": [],
        "a kind that nothing needs": [],
    }


# Those of the demo are called by `make demo`.
COMMANDS = [PurePosixPath(name).stem for name in modules() if "/management/commands/" in name and "/demo/" not in name]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_called_by_a_test(command: str) -> None:
    texts = "".join(path.read_text() for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__))

    assert re.search(rf'\b(?:call_command|run)\(\s*"{command}"|"manage\.py", "{command}"', texts)
