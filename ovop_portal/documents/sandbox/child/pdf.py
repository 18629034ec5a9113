"""May this PDF come in? It is stored as it came, byte for byte, so whatever would not do no harm is a reason to refuse it."""

from __future__ import annotations

import logging
import re
from collections.abc import Container
from io import BytesIO
from typing import Any

import pikepdf

from . import drawn, streams
from .drawn import Drawn
from .rasters import Rasters
from .streams import Budget, Damaged, TooMuch

# Keys and actions that make a document do something, or carry another file inside.
ACTIVE_KEYS = {"/JS", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
# Trees of names: many makers write them empty.
ACTIVE_TREES = {"/JavaScript", "/EmbeddedFiles"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
ACTIVE_TYPES = {"/EmbeddedFile"}
# What a document may do by itself, when it is opened or a page is turned: nothing that leaves it.
AUTOMATIC_KEYS = ("/OpenAction", "/AA")
TAME_ACTIONS = {"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans", "/Thread"}
PROGRAM_ADDRESS = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
DEEPEST = 40

# Only an object with one of these names, or with an address of an unusual kind, is worth a closer look.
_SUSPICIOUS = re.compile(
    rb"/(?:%s)(?![A-Za-z0-9])|(?<!/S )/(?:URI|Base)(?![A-Za-z0-9])(?! ?\((?i:https?:|mailto:|tel:|www\.))"
    % b"|".join(
        sorted(name[1:].encode() for name in ACTIVE_KEYS | ACTIVE_TREES | ACTIVE_ACTIONS | ACTIVE_TYPES)
        + [b"AA", b"OpenAction"]
    )
)
_BRACKET = re.compile(rb"<<|>>|\[|\]")
# At the beginning of a line, or right behind another: within a line it is a word of somebody's remark.
_OBJECT = re.compile(rb"(?:[\r\n]|endobj)[ \t]*\d+[ \t]+\d+[ \t]+obj\b")
_END_OF_ARCHIVE, _ENTRY_OF_ARCHIVE = b"PK\x05\x06", b"PK\x01\x02"


class _Heard(logging.Handler):
    """Listens to what the library mends: a page that is named and not there is left out by it, and only its log says so."""

    pages_are_lost = False

    def emit(self, record: logging.LogRecord) -> None:
        self.pages_are_lost |= "Pages tree includes non-dictionary" in record.getMessage()


def look(
    data: bytes, max_pages: int, max_points: int, max_objects: int, max_unpacked: int, max_scans: int
) -> tuple[dict[str, Any], list[bytes]]:
    """Pages of the PDF, or why it is refused: password, active, pages, page_size, too_complex, blank, broken."""
    heard = _Heard()
    logging.getLogger("pikepdf").addHandler(heard)
    try:
        if _cut(data):
            return {"refused": "broken", "detail": "the file ends within an object"}, []
        if _archive(data):
            return {"refused": "active"}, []
        with pikepdf.open(BytesIO(data), suppress_warnings=True, inherit_page_attributes=False) as pdf:
            # Each object costs time; so they are counted by what the file says before they are read.
            if int(pdf.trailer.get("/Size", 0)) > max_objects:
                return {"refused": "too_complex"}, []
            # Makers let the tree of pages hang on the document; the library then looks for its root there.
            if "/Parent" in pdf.Root.get("/Pages", {}):
                del pdf.Root.Pages["/Parent"]
            pages = len(pdf.pages)
            if pages == 0 or heard.pages_are_lost:
                return {"refused": "broken", "detail": "a page is not there"}, []
            if pages > max_pages:
                return {"refused": "pages", "pages": pages}, []
            if any(side > max_points for page in pdf.pages for side in _sides(page.obj)):
                return {"refused": "page_size"}, []
            objects = list(pdf.objects)
            if len(objects) > max_objects:
                return {"refused": "too_complex"}, []
            if any(_active(item) for item in objects):
                return {"refused": "active"}, []
            if _has_gigantic_picture(objects, max_unpacked):
                return {"refused": "too_complex"}, []
            budget = Budget(max_unpacked)
            rasters = Rasters(pdf, max_scans=max_scans, pixels=5 * max_unpacked, unpacked=3 * max_unpacked)
            drawing = Drawn(pdf, data, objects, budget, rasters)
            shows_something = drawing.shows_something()
            _unpack(objects, drawing.read, budget)
            return {"pages": pages} if shows_something else {"refused": "blank"}, []
    except pikepdf.PasswordError:
        return {"refused": "password"}, []
    except (TooMuch, MemoryError):
        return {"refused": "too_complex"}, []
    except (
        Damaged,
        pikepdf.PdfError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RecursionError,
        OverflowError,
    ) as problem:
        return {"refused": _reason(str(problem)), "detail": str(problem)[:300]}, []


def _reason(problem: str) -> str:
    if "unsupported encryption" in problem:
        return "password"
    return "too_complex" if "too deeply nested" in problem else "broken"


def _cut(data: bytes) -> bool:
    """Does the file end before its end? Readers mend such a file without a word, and show what pages are left."""
    last = data.rfind(b"startxref")
    if last < 0:
        return b"%%EOF" not in data[-1024:]
    # After the table of contents no object follows, unless the file was sent in the order of reading or added to, and cut then.
    return _OBJECT.search(data, last) is not None


def _archive(data: bytes) -> bool:
    """Is the file a ZIP as well? Unpackers find its end at the end, whatever stands before."""
    end = data.rfind(_END_OF_ARCHIVE, max(0, len(data) - 65_557))
    if end < 0:
        return False
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    return size == 0 or data[max(0, end - size) :].startswith(_ENTRY_OF_ARCHIVE)


def _sides(page: Any) -> list[float]:
    left, bottom, right, top = drawn.box(page, "/MediaBox") or drawn.USUAL
    return [(right - left) * drawn.unit(page), (top - bottom) * drawn.unit(page)]


def _active(item: Any) -> bool:
    """Does this object do anything? What it refers to is looked at in its own turn."""
    stream = isinstance(item, pikepdf.Stream)
    if not stream and not isinstance(item, pikepdf.Array | pikepdf.Dictionary):
        return False
    written = (item.stream_dict if stream else item).unparse(resolved=True)
    return bool(_SUSPICIOUS.search(written) or _depth(written) > DEEPEST) and _acts(item, DEEPEST)


def _depth(written: bytes) -> int:
    deep = deepest = 0
    for bracket in _BRACKET.findall(written):
        deep += 1 if bracket in (b"<<", b"[") else -1
        deepest = max(deep, deepest)
    return deepest


def _acts(item: Any, depth: int) -> bool:
    if depth == 0:
        return True  # No honest file is nested like this.
    if isinstance(item, pikepdf.Array):
        return any(_acts(part, depth - 1) for part in _direct(item))
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return False
    keys = set(item.keys())
    if keys & ACTIVE_KEYS or str(item.get("/Type", "")) in ACTIVE_TYPES or str(item.get("/S", "")) in ACTIVE_ACTIONS:
        return True
    if any(_holds_names(item[key]) for key in keys & ACTIVE_TREES):
        return True
    if any(PROGRAM_ADDRESS.match(_address(item[key])) for key in keys & {"/URI", "/Base"}):
        return True
    if any(_runs_wild(item[key], DEEPEST) for key in AUTOMATIC_KEYS if key in keys):
        return True
    return any(_acts(part, depth - 1) for part in _direct([item[key] for key in keys]))


def _direct(parts: Any) -> list[Any]:
    return [part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect]


def _holds_names(tree: Any) -> bool:
    """Is there anything in a tree of names, or in its branches? Whatever is no tree counts as something."""
    waiting, seen = [tree], set[tuple[int, int]]()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            return True
        if node.is_indirect and node.objgen in seen:
            continue
        seen.add(node.objgen)
        names, branches = node.get("/Names", pikepdf.Array()), node.get("/Kids", pikepdf.Array())
        if not isinstance(names, pikepdf.Array) or not isinstance(branches, pikepdf.Array) or len(names):
            return True
        waiting.extend(list(branches))
    return False


def _address(value: Any) -> str:
    """An address without what browsers leave out of it."""
    return re.sub(r"[\x00-\x20]", "", str(value)) if isinstance(value, pikepdf.String) else ""


def _runs_wild(action: Any, depth: int) -> bool:
    """Does something that happens by itself leave the document? `action` may be one, several by their trigger, or a place to jump to."""
    if depth == 0:
        return True
    if isinstance(action, pikepdf.Array):
        return any(
            _runs_wild(part, depth - 1) for part in action if isinstance(part, pikepdf.Dictionary) and "/S" in part
        )
    if not isinstance(action, pikepdf.Dictionary):
        return False
    if "/S" not in action:
        return any(_runs_wild(action[key], depth - 1) for key in action.keys())  # noqa: SIM118 - no mapping of Python's
    if str(action["/S"]) not in TAME_ACTIONS:
        return True
    return "/Next" in action and _runs_wild(action["/Next"], depth - 1)


def _unpack(objects: list[Any], seen: Container[tuple[int, int]], budget: Budget) -> None:
    """Unpack whatever else a reader may have to unpack, except pictures. Raises `TooMuch`."""
    for item in objects:
        if not isinstance(item, pikepdf.Stream) or item.objgen in seen:
            continue
        if str(item.get("/Subtype", "")) == "/Image":
            continue
        for piece in streams.unpacked(item, strict=False):
            budget.take(len(piece))


def _has_gigantic_picture(objects: list[Any], max_unpacked: int) -> bool:
    return any(
        isinstance(item, pikepdf.Stream)
        and str(item.get("/Subtype", "")) == "/Image"
        and int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > 4 * max_unpacked
        for item in objects
    )
