"""A picture as somebody sees it from across the room: a few squares. Two of them tell whether what is stored shows what was sent."""

from __future__ import annotations

from statistics import correlation, fmean, pstdev

from PIL import Image

from . import colours

SIDE = 24
# Of a picture whose numbers have a meaning of their own so many pixels are looked at in each direction.
SAMPLE = 1_000
# Squares of one grey, to within what writing a JPEG changes.
EVEN = 0.02
# How far the squares of two pictures may lie apart on the average: written anew, and in numbers of another meaning. Nearer than the first they are the same.
SAME, NEAR, FAR = 0.005, 0.06, 0.3
ALIKE = 0.8

# Squares of red, green and blue from 0 to 1, and how far the darkest and the lightest pixel of a colour lie apart.
Glance = tuple[list[float], float]


def glance(image: Image.Image) -> Glance:
    """Made on ways of its own, so that it does not err with `_plain`; one colour after the other, as gigantic pictures leave little memory."""
    if image.mode.startswith("I"):
        squares, spread = _seen(image.convert("I"), 65_535.0)
        return squares * 3, spread
    clear = "A" in image.getbands() or "transparency" in image.info
    mode = "RGBA" if clear else "RGB"
    whole = image if image.mode == mode else image.convert(mode)
    glass = whole.getchannel("A") if clear else None
    seen = [_seen(_on_paper(whole.getchannel(band), glass), 255.0) for band in "RGB"]
    return [value for squares, _spread in seen for value in squares], max(spread for _squares, spread in seen)


def glances_at_meaning(image: Image.Image, most: int = SAMPLE) -> tuple[Glance, Glance] | None:
    """By the numbers and by what they mean; None where they mean themselves. Pixels are picked, not mixed: mixed numbers mean another light."""
    few = image.resize((min(image.width, most), min(image.height, most)), Image.Resampling.NEAREST)
    few.info = image.info
    if few.mode.startswith("I"):
        plain = few.convert("I").point([step >> 8 for step in range(65_536)], "L")
    else:
        plain = few.convert({"1": "L", "L": "L", "LA": "L", "CMYK": "CMYK"}.get(few.mode, "RGB"))
    plain.info = image.info
    meant = colours.in_srgb(plain)
    if meant is None:
        return None
    meant = meant.convert("RGB")
    meant.info = {}
    if "A" in few.getbands() or "transparency" in few.info:
        meant.putalpha(few.convert("RGBA").getchannel("A"))
    return glance(few), glance(meant)


def _on_paper(band: Image.Image, glass: Image.Image | None) -> Image.Image:
    """One colour on white paper."""
    if glass is None:
        return band
    paper = Image.new("L", band.size, 255)
    paper.paste(band, mask=glass)
    return paper


def _seen(band: Image.Image, scale: float) -> tuple[list[float], float]:
    low, high = band.getextrema()
    squares = band.resize((SIDE, SIDE), Image.Resampling.BOX).get_flattened_data()
    return [value / scale for value in squares], (high - low) / scale  # type: ignore[operator]


def resembles(came: Glance, stored: Glance, *, strict: bool) -> bool:
    """Does `stored` show what `came`? Strictly: in the same colours; else in others, but the same picture."""
    (a, spread), (b, spread_now) = came, stored
    if spread > 0.1 and spread_now < spread / 4:
        return False  # It has become one blank area.
    if strict:
        return _apart(a, b) < NEAR
    a, b = _greys(a), _greys(b)
    return _apart(a, b) < FAR and (pstdev(a) < EVEN or (pstdev(b) > 0 and correlation(a, b) > ALIKE))


def is_rather(stored: Glance, wrong: Glance, right: Glance) -> bool:
    """Of two readings of the same numbers, does `stored` show the wrong one? They may lie near each other."""
    return _apart(wrong[0], right[0]) > SAME and _apart(stored[0], wrong[0]) < _apart(stored[0], right[0])


def _apart(one: list[float], other: list[float]) -> float:
    return fmean(abs(a - b) for a, b in zip(one, other, strict=True))


def _greys(squares: list[float]) -> list[float]:
    count = SIDE * SIDE
    return [fmean(bands) for bands in zip(*(squares[at : at + count] for at in (0, count, 2 * count)), strict=True)]
