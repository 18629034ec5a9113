"""Message catalogues from the sources: what Django's makemessages does, without the gettext binaries.

Ids are Indonesian and stand in the code and the templates; `locale/en/LC_MESSAGES/django.po` holds the English. An id that is no longer used goes; one
that is new comes without a translation. References name files, not lines, so that a moved line changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Beside the rooms: templates live in one folder of the project.
FOLDERS = ["ovop_portal", "regions", "ikm", "awards", "assessments", "templates"]
SUFFIXES = {".py", ".html", ".txt", ".jinja"}
# A header with the hour of making would make every catalogue look changed.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)

Key = tuple[str, str, str]


def catalogue_file() -> Path:
    """The English catalogue."""
    return Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


def found(base: Path) -> Catalog:
    """A catalogue of every message in the sources below `base`."""
    catalogue = _empty()
    for path in _sources(base):
        for _, message, comments, context in _messages(path):
            catalogue.add(
                message, locations=[(path.relative_to(base).as_posix(), 0)], auto_comments=comments, context=context
            )
    return catalogue


def stored(file: Path) -> Catalog:
    """The catalogue as it lies in the file; an empty one if there is none."""
    if not file.exists():
        return _empty()
    with file.open("rb") as text:
        return read_po(text, locale="en")


def merged(old: Catalog, new: Catalog) -> Catalog:
    """The new messages with the translations they had."""
    catalogue = _empty()
    for message in new:
        if message.id:
            before = old.get(_id(message), message.context)
            catalogue.add(
                message.id,
                before.string if before and isinstance(before.id, str) == isinstance(message.id, str) else "",
                locations=sorted(set(message.locations)),
                flags=message.flags,
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return catalogue


def keys(catalogue: Catalog) -> set[Key]:
    """What tells messages apart: context, id and plural."""
    return {(message.context or "", *_both(message)) for message in catalogue if message.id}


def untranslated(catalogue: Catalog) -> list[str]:
    """The ids that have no English yet."""
    return sorted(_id(message) for message in catalogue if message.id and not all(_strings(message)))


def text(catalogue: Catalog) -> bytes:
    """The catalogue as it is written to its file: always the same bytes for the same messages."""
    output = BytesIO()
    write_po(output, catalogue, width=120, sort_output=True, include_lineno=False)
    return output.getvalue()


def _empty() -> Catalog:
    return Catalog(
        locale="en",
        project="Portal OVOP",
        version="1",
        header_comment="# English catalogue of Portal OVOP. The ids are the Indonesian source; `messages` keeps them in step.",
        msgid_bugs_address="",
        last_translator="Portal OVOP",
        language_team="English",
        creation_date=BEGINNING,
        revision_date=BEGINNING,
        fuzzy=False,
    )


def _sources(base: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((base / folder).rglob("*")):
            if path.suffix in SUFFIXES and not {"migrations", "management"} & set(path.parts):
                yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".jinja":
        return extract("jinja2", BytesIO(source.encode()), KEYWORDS, [], {"silent": "false"})
    if path.suffix != ".py":
        # Django's own reading of a template: the same text with everything but its messages blotted out, as Python.
        # Indentation means something to Python and nothing here.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    return extract(
        "python", BytesIO(source.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}, strip_comment_tags=True
    )


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _both(message: Message) -> tuple[str, str]:
    return (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
