"""A picture as somebody sees it from across the room: a few grey squares. Two of them tell whether what is stored shows what was sent."""

from __future__ import annotations

from statistics import correlation, fmean, pstdev

from PIL import Image

SIDE = 24
# Squares of one grey, to within what writing a JPEG changes.
EVEN = 0.02
# How far a square may be from the other, in a picture that was only made smaller; a colour profile may move all of them.
NEAR, FAR = 0.06, 0.3
ALIKE = 0.8


def glance(image: Image.Image) -> list[float]:
    """Grey squares from 0 to 1, and behind them the darkest and the lightest pixel. Made on ways of its own, so that it does not err with `_plain`."""
    deep = image.mode.startswith("I")
    whole, scale = (image.convert("I"), 65_535.0) if deep else (_seen(image), 255.0)
    squares = whole.resize((SIDE, SIDE), Image.Resampling.BOX)
    return [value / scale for value in (*squares.get_flattened_data(), *whole.getextrema())]


def _seen(image: Image.Image) -> Image.Image:
    """In greys, on white paper."""
    if image.mode in ("1", "L") and "transparency" not in image.info:
        return image.convert("L")
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB").convert("L")
    clear = image.convert("RGBA")
    paper = Image.new("L", image.size, 255)
    paper.paste(clear.convert("L"), mask=clear.getchannel("A"))
    return paper


def resembles(came: list[float], stored: list[float], *, strict: bool) -> bool:
    """Does `stored` show what `came`? Strictly: in the same greys; else in others, but the same picture."""
    *a, low, high = came
    *b, low_now, high_now = stored
    if high - low > 0.1 and high_now - low_now < (high - low) / 4:
        return False  # It has become one blank area.
    far = fmean(abs(one - other) for one, other in zip(a, b, strict=True))
    if strict or pstdev(a) < EVEN:
        return far < (NEAR if strict else FAR)
    return far < FAR and pstdev(b) > 0 and correlation(a, b) > ALIKE
