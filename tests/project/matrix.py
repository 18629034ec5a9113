"""Who may open what: written by hand from the rules, never from the code.

One line for each address (and one more where the same address leads to a thing in another state). A line says what a GET and an empty POST are answered:

    Row("front:audit", get=only("secretariat auditor superuser"), post=everybody_known(405))

`args` picks the thing from the world (`tests/project/world.py`); without it the address has none. Answers: 200 shown, 302 led on (a stranger: to sign in),
403 known but not yours, 404 hidden or not there, 405 not asked this way, 409 moved on, 422 asked for what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ANONYMOUS = "anonymous"
ACTORS = (
    ANONYMOUS,
    "owner",  # of the firm that the things of the world belong to
    "other_owner",
    "dinas_operator",  # of the region of that firm
    "dinas_signer",
    "other_dinas",
    "province_officer",  # of the province of that region
    "screener",
    "secretariat",
    "juror",  # assigned to the file before the jury
    "other_juror",
    "curator",
    "auditor",
    "superuser",
)
Answers = dict[str, int]


def everybody(answer: int) -> Answers:
    """The same for strangers and for all who have signed in."""
    return dict.fromkeys(ACTORS, answer)


def known(answer: int) -> Answers:
    """The same for all who have signed in; strangers are led to sign in."""
    return {**everybody(answer), ANONYMOUS: 302}


def only(names: str, answer: int = 200, *, others: int = 403) -> Answers:
    """`answer` for the named (separated by blanks), `others` for the rest of those who have signed in."""
    named = names.split()
    assert set(named) <= set(ACTORS), set(named) - set(ACTORS)
    return {**known(others), **dict.fromkeys(named, answer)}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    get: Answers
    post: Answers
    args: Callable[[Any], list[Any]] = lambda world: []
    note: str = ""

    @property
    def title(self) -> str:
        return f"{self.name} {self.note}".strip()


OWNERS = "owner other_owner"
DINAS = "dinas_operator dinas_signer other_dinas"
DESK = "screener secretariat auditor"

TABLE = [
    # --- accounts: one's own door and data ---
    Row("accounts:sign_in", get={**known(302), ANONYMOUS: 200}, post={**known(302), ANONYMOUS: 422}),
    Row("accounts:sign_out", get=known(200), post=everybody(302)),
    Row("accounts:profile", get=known(200), post=known(405)),
    Row("accounts:inactive", get=everybody(403), post=everybody(405)),
    Row("accounts:password_change", get=known(200), post=known(422)),
    Row("accounts:password_reset", get=everybody(200), post=everybody(422)),
    Row("accounts:password_reset_sent", get=everybody(200), post=everybody(405)),
    Row("accounts:password_reset_key", args=lambda w: ["1", "made-up"], get=everybody(410), post=everybody(410)),
    # --- documents: a file is there for whom a room opens it ---
    Row("documents:file", note="of nobody's kind", args=lambda w: [w.unread_document.pk], get=everybody(404), post=everybody(405)),
    Row("documents:file", note="that never was", args=lambda w: [w.nowhere], get=everybody(404), post=everybody(405)),
    # --- notifications: everybody's own inbox ---
    Row("notifications:inbox", get=known(200), post=known(405)),
    Row("notifications:read_all", get=known(405), post=known(302)),
    Row("notifications:open", args=lambda w: [w.notice.uuid], get=known(405), post=only("owner", 302, others=404)),
    # --- front ---
    Row("front:home", get=everybody(200), post=everybody(405)),
    Row("front:start", get=known(302), post=known(405)),
    Row("front:audit", get=only("secretariat auditor superuser"), post=only("secretariat auditor superuser", 405)),
    Row("front:province", get=only("province_officer superuser"), post=only("province_officer superuser", 405)),
    Row("front:help", get=everybody(200), post=everybody(405)),
    Row("front:contact", get=everybody(200), post=everybody(405)),
    Row("front:privacy", get=everybody(200), post=everybody(405)),
    Row("front:accessibility", get=everybody(200), post=everybody(405)),
    Row("front:health_live", get=everybody(200), post=everybody(405)),
    Row("front:health_ready", get=everybody(503), post=everybody(405), note="without a beat"),
    # --- demo: everybody may be anybody there ---
    Row("demo:people", get=everybody(200), post=everybody(405)),
    Row("demo:sign_in_as", args=lambda w: ["owner"], get=everybody(405), post=everybody(404), note="before its people are made"),
    Row("demo:mails", get=everybody(200), post=everybody(405)),
    Row("demo:mail", args=lambda w: ["x.log", 1], get=everybody(404), post=everybody(405)),
]
