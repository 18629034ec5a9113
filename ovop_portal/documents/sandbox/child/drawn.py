"""Is all there that the pages of a PDF draw? Readers leave out what is lost or torn, without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from . import streams
from .rasters import Rasters
from .streams import Budget, Damaged

# A page of less than 3 points is none to readers.
LEAST_SIDE = 3
# A page without a size has the usual one.
USUAL = (0.0, 0.0, 612.0, 792.0)
# How far up the tree of pages something is looked for.
HIGHEST = 100
# Annotations that show nothing by themselves.
UNSEEN = {"/Link", "/Popup", "/Widget"}

_APART = rb"[\x00\t\n\f\r ()<>\[\]{}/%]"
_DRAWS = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)[\x00\t\n\f\r ]+Do(?=" + _APART + rb"|$)")
# The word is looked for by its first letter, which is quick, and then by what stands before it.
_WORD = re.compile(rb"[fFbBsSTE'\"][*JjhI]?(?=" + _APART + rb"|$)")
_IS_APART = re.compile(_APART)
PAINTS = {b"f", b"f*", b"F", b"b", b"b*", b"B", b"B*", b"s", b"S", b"TJ", b"Tj", b"sh", b"EI", b"'", b'"'}
_IN_DISGUISE = re.compile(rb"#([0-9A-Fa-f]{2})")
# No word of a drawing is longer.
_LONGEST = 256


class Drawn:
    """What the pages of one PDF draw: each stream is looked at once, however many pages use it."""

    def __init__(self, pdf: Any, data: bytes, objects: list[Any], budget: Budget, rasters: Rasters) -> None:
        self.pdf, self.data, self.objects, self.budget, self.rasters = pdf, data, objects, budget, rasters
        self.read: dict[tuple[int, int], tuple[bool, set[bytes]]] = {}
        self.looked: set[tuple[int, int]] = set()

    def shows_something(self) -> bool:
        """Does any page? Raises `Damaged` where something that one of them draws is lost or torn."""
        return any([self._page(page.obj) for page in self.pdf.pages])  # noqa: C419 - each page is looked at

    def _page(self, page: Any) -> bool:
        holder, resources = _inherited(page, "/Resources")
        shows = self._draw(self._contents(page), [page, holder], resources)
        for seal in _appearances(page):
            shows = True
            self._draw([seal], [page], None)
        return (shows or _is_annotated(page)) and _has_a_size(page)

    def _contents(self, page: Any) -> list[Any]:
        found = page.get("/Contents")
        if found is None and self._names(page, b"Contents"):
            raise Damaged("the drawing of a page is lost")
        parts = list(found) if isinstance(found, pikepdf.Array) else [] if found is None else [found]
        if not all(isinstance(part, pikepdf.Stream) for part in parts):
            raise Damaged("a part of the drawing of a page is lost")
        return parts

    def _draw(self, contents: list[Any], holders: list[Any], resources: Any) -> bool:
        """Walk through a drawing, the forms in it, and the forms in those. Does it paint anything?"""
        shows = False
        waiting = [(part, holders, resources) for part in contents]
        while waiting:
            stream, holders, resources = waiting.pop()
            if str(stream.get("/Subtype", "")) == "/Form" and stream.get("/Resources") is not None:
                holders, resources = [stream], stream.get("/Resources")
            paints, names = self._read(stream)
            shows |= paints
            for name in names:
                target = self._target(name, holders, resources)
                if target is None:
                    continue
                shows = True
                if target.objgen in self.looked:
                    continue
                self.looked.add(target.objgen)
                if str(target.get("/Subtype", "")) == "/Image":
                    self._picture(target)
                elif str(target.get("/Subtype", "")) == "/Form":
                    waiting.append((target, [*holders, target], resources))
        return shows

    def _read(self, stream: Any) -> tuple[bool, set[bytes]]:
        """Does a drawing paint by itself, and which pictures and forms does it name?"""
        if stream.objgen not in self.read:
            paints, names, before = False, set[bytes](), b""
            for piece in streams.unpacked(stream, strict=True):
                self.budget.take(len(piece))
                text = before + piece
                paints = paints or _paints(text)
                names.update(_DRAWS.findall(text))
                before = text[-_LONGEST:]
            self.read[stream.objgen] = paints, names
        return self.read[stream.objgen]

    def _target(self, name: bytes, holders: list[Any], resources: Any) -> Any:
        """The picture or form of this name; None where none was ever given. Raises `Damaged` where it is lost."""
        given = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        key = "/" + _IN_DISGUISE.sub(lambda found: bytes([int(found[1], 16)]), name).decode(errors="replace")
        target = given.get(key) if isinstance(given, pikepdf.Dictionary) else None
        if isinstance(target, pikepdf.Stream):
            return target
        if target is not None or any(self._names(holder, name) for holder in (*holders, resources, given)):
            raise Damaged("a picture is lost")
        return None

    def _picture(self, picture: Any) -> None:
        self.rasters.look(picture)
        for key in ("/SMask", "/Mask"):
            mask = picture.get(key)
            if isinstance(mask, pikepdf.Stream) and mask.objgen not in self.looked:
                self.looked.add(mask.objgen)
                self.rasters.look(mask)

    def _names(self, item: Any, key: bytes) -> bool:
        """Does an object refer to another under this name, though nothing came of it? The library hides that: so it is read as it was written."""
        if not isinstance(item, pikepdf.Object) or not item.is_indirect:
            return False
        reference = re.compile(rb"/" + re.escape(key) + rb"[\s]+[1-9]\d*[\s]+\d+[\s]+R\b")
        return reference.search(self._written(*item.objgen)) is not None

    def _written(self, number: int, generation: int) -> bytes:
        begins = [found.end() for found in re.finditer(rb"(?<!\d)%d\s+%d\s+obj\b" % (number, generation), self.data)]
        if begins:
            return self.data[begins[-1] :].partition(b"endobj")[0]
        for item in self.objects:
            if isinstance(item, pikepdf.Stream) and str(item.get("/Type", "")) == "/ObjStm":
                packed, first = item.read_bytes(), int(item.First)
                head = [int(value) for value in packed[:first].split()]
                places = dict(zip(head[::2], head[1::2], strict=False))
                if number in places:
                    return bytes(packed[first + places[number] :].partition(b"endobj")[0])
        return b""


def _paints(text: bytes) -> bool:
    return any(
        found[0] in PAINTS and (found.start() == 0 or _IS_APART.match(text, found.start() - 1))
        for found in _WORD.finditer(text)
    )


def _inherited(page: Any, key: str) -> tuple[Any, Any]:
    """Which node of the tree of pages says this of a page, and what."""
    node = page
    for _step in range(HIGHEST):
        if not isinstance(node, pikepdf.Dictionary):
            break
        if (found := node.get(key)) is not None:
            return node, found
        node = node.get("/Parent")
    return page, None


def box(page: Any, key: str) -> tuple[float, float, float, float] | None:
    """A box of a page, by its lower left and upper right corner; None where there is none, or none that is one."""
    _node, found = _inherited(page, key)
    try:
        left, bottom, right, top = (float(value) for value in found)
    except (TypeError, ValueError):
        return None
    corners = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    return corners if corners[0] < corners[2] and corners[1] < corners[3] else None


def _has_a_size(page: Any) -> bool:
    """Is a part of the page seen?"""
    paper = box(page, "/MediaBox") or USUAL
    cut = box(page, "/CropBox") or paper
    wide, high = min(paper[2], cut[2]) - max(paper[0], cut[0]), min(paper[3], cut[3]) - max(paper[1], cut[1])
    return min(wide, high) * unit(page) >= LEAST_SIDE


def unit(page: Any) -> float:
    try:
        return float(page.get("/UserUnit", 1))
    except (TypeError, ValueError):
        return 1.0


def _annotations(page: Any) -> Iterator[Any]:
    found = page.get("/Annots")
    for item in found if isinstance(found, pikepdf.Array) else []:
        if isinstance(item, pikepdf.Dictionary):
            yield item


def _appearances(page: Any) -> Iterator[Any]:
    """What stamps, signatures and filled fields look like."""
    for item in _annotations(page):
        looks = item.get("/AP")
        look = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
        if isinstance(look, pikepdf.Dictionary) and not isinstance(look, pikepdf.Stream):
            look = look.get(str(item.get("/AS", "/Off")))
        if isinstance(look, pikepdf.Stream):
            yield look


def _is_annotated(page: Any) -> bool:
    return any(str(item.get("/Subtype", "/Link")) not in UNSEEN for item in _annotations(page))
