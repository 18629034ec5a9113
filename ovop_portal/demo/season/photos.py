"""Pictures of what is made: drawn, never photographed or fetched. Geometric patterns of each craft in the colours of natural dyes.

A few for each craft and photo place serve all firms; every picture comes out the same on every machine with the same libraries.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy
from PIL import Image, ImageDraw, ImageFilter

from ikm.models import PhotoSlot
from ovop_portal.demo.season.words import BATIK, FOOD, POTTERY, WEAVING, WICKER

WIDTH, HEIGHT = 800, 600  # what the drawings are laid out for
SHOWN = (640, 480)
QUALITY = 80
# How many different pictures there are of each craft for a photo place.
VARIANTS = {
    PhotoSlot.WHOLE: 8,
    PhotoSlot.DETAIL: 4,
    PhotoSlot.PACKAGING: 2,
    PhotoSlot.PROCESS: 1,
    PhotoSlot.WORKSHOP: 1,
}

Colour = tuple[int, int, int]
Pattern = Callable[[numpy.ndarray, numpy.ndarray, int, random.Random], numpy.ndarray]

CREAM, CHARCOAL = (243, 231, 208), (47, 41, 36)
PALETTES: list[list[Colour]] = [
    [(31, 58, 95), (88, 118, 145), CREAM, (140, 47, 43)],
    [(107, 62, 29), (214, 164, 91), CREAM, CHARCOAL],
    [(140, 47, 43), (217, 164, 65), CREAM, (60, 34, 28)],
    [(74, 88, 48), (182, 168, 96), CREAM, (92, 56, 30)],
    [(92, 45, 84), (196, 140, 150), CREAM, (43, 48, 74)],
    [(24, 84, 88), (206, 178, 120), CREAM, (120, 54, 36)],
]
WOODS: list[Colour] = [(196, 160, 118), (222, 205, 178), (176, 148, 116), (232, 224, 210)]
CLAYS: list[Colour] = [(178, 96, 58), (150, 74, 48), (201, 128, 84), (120, 84, 66)]


def picture(commodity: str, slot: str, variant: int) -> bytes:
    """The JPEG of `variant` (0, 1, …) for a craft and a photo place."""
    chance = random.Random(f"foto:{commodity}:{slot}:{variant}")
    palette = PALETTES[(variant + len(commodity)) % len(PALETTES)]
    image = DRAWINGS[PhotoSlot(slot)](commodity, palette, chance)
    out = io.BytesIO()
    image.resize(SHOWN, Image.Resampling.BILINEAR).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


# --- Patterns: at each point the number of a colour ---------------------------------------------------------------------------


def _diamonds(x: numpy.ndarray, y: numpy.ndarray, size: int, chance: random.Random) -> numpy.ndarray:
    """Ikat and songket: rows of diamonds between stripes."""
    near = numpy.abs(x % size - size // 2) + numpy.abs(y % size - size // 2)
    rings = (near // (size // 8 + 1)) % 3
    stripe = (y % (size * 2)) < size // 4
    return numpy.where(stripe, 3, rings)


def _kawung(x: numpy.ndarray, y: numpy.ndarray, size: int, chance: random.Random) -> numpy.ndarray:
    """Batik: four petals around each crossing."""
    u, v = (x + y) % size - size / 2, (x - y) % size - size / 2
    petal = ((u / (size * 0.44)) ** 2 + (v / (size * 0.2)) ** 2 < 1) | (
        (u / (size * 0.2)) ** 2 + (v / (size * 0.44)) ** 2 < 1
    )
    heart = u**2 + v**2 < (size * 0.09) ** 2
    return numpy.where(heart, 3, numpy.where(petal, 2, 0))


def _waves(x: numpy.ndarray, y: numpy.ndarray, size: int, chance: random.Random) -> numpy.ndarray:
    """Batik: slanting waves."""
    bend = size * 0.3 * numpy.sin(2 * numpy.pi * (x - y) / size)
    band = ((x + y + bend) // (size // 3 + 1)) % 4
    return numpy.where(band == 3, 1, numpy.where(band == 1, 2, 0))


def _plait(x: numpy.ndarray, y: numpy.ndarray, size: int, chance: random.Random) -> numpy.ndarray:
    """Wickerwork: strips over and under each other, darker at their edges."""
    strip = size // 3
    over = ((x // strip) + (y // strip)) % 2 == 0
    along = numpy.where(over, y % strip, x % strip)
    edge = (along < strip // 8 + 1) | (along >= strip - strip // 8 - 1)
    return numpy.where(edge, 3, numpy.where(over, 1, 2))


def _grains(x: numpy.ndarray, y: numpy.ndarray, size: int, chance: random.Random) -> numpy.ndarray:
    """Food: round pieces lying close."""
    row = y // (size // 2)
    u, v = (x + (row % 2) * size // 2) % size - size / 2, y % (size // 2) * 1.6 - size * 0.4
    near = u**2 + v**2
    return numpy.where(near < (size * 0.18) ** 2, 2, numpy.where(near < (size * 0.42) ** 2, 1, 0))


def _glaze(x: numpy.ndarray, y: numpy.ndarray, size: int, chance: random.Random) -> numpy.ndarray:
    """Pottery: bands with a comb's waves."""
    comb = numpy.sin(x / size * 5) * size * 0.08
    band = ((y + comb) // (size // 4 + 1)) % 4
    return numpy.where(band == 0, 3, numpy.where(band == 2, 1, 0))


PATTERNS: dict[str, list[Pattern]] = {
    FOOD: [_grains],
    WEAVING: [_diamonds],
    BATIK: [_kawung, _waves],
    WICKER: [_plait],
    POTTERY: [_glaze],
}


def _surface(
    commodity: str, size: tuple[int, int], palette: list[Colour], grain: int, chance: random.Random
) -> Image.Image:
    """A piece of the craft's pattern, softly lit from the upper left."""
    y, x = numpy.mgrid[0 : size[1], 0 : size[0]]
    pattern = chance.choice(PATTERNS[commodity])
    colours = numpy.array(_tints(commodity, palette, chance), dtype=float)
    lit = 1.08 - 0.22 * (x / size[0] + y / size[1]) / 2
    pixels = colours[pattern(x, y, grain, chance).astype(int)] * lit[..., None]
    return Image.fromarray(numpy.clip(pixels, 0, 255).astype("uint8"))


def _tints(commodity: str, palette: list[Colour], chance: random.Random) -> list[Colour]:
    if commodity == POTTERY:
        return [chance.choice(CLAYS), CREAM, palette[1], CHARCOAL]
    if commodity == WICKER:
        return [palette[1], (214, 182, 124), palette[0], (110, 78, 44)]
    if commodity == FOOD:
        return [
            (232, 214, 178),
            chance.choice([(206, 150, 72), (124, 74, 42), (180, 108, 60)]),
            (240, 206, 132),
            CHARCOAL,
        ]
    return palette


# --- Pictures -----------------------------------------------------------------------------------------------------------------


def _whole(commodity: str, palette: list[Colour], chance: random.Random) -> Image.Image:
    """The product itself before a plain ground."""
    ground = _ground(chance)
    grain = chance.choice([64, 80, 96])
    shape = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(shape)
    if commodity == POTTERY:
        _vase(draw, chance)
    elif commodity == WICKER:
        draw.polygon([(230, 240), (570, 240), (530, 500), (270, 500)], fill=255)
        draw.arc([300, 110, 500, 370], 180, 360, fill=255, width=18)
    elif commodity == FOOD:
        draw.ellipse([170, 260, 630, 520], fill=255)
    else:
        draw.polygon([(170, 90), (630, 90), (650, 520), (150, 520)], fill=255)
    _shadow(ground, shape)
    if commodity == FOOD:
        ImageDraw.Draw(ground).ellipse([140, 240, 660, 545], fill=palette[2], outline=palette[0], width=8)
    ground.paste(_surface(commodity, (WIDTH, HEIGHT), palette, grain, chance), mask=shape)
    return ground


def _detail(commodity: str, palette: list[Colour], chance: random.Random) -> Image.Image:
    """The pattern from near."""
    return _surface(commodity, (WIDTH, HEIGHT), palette, chance.choice([150, 180, 220]), chance)


def _packaging(commodity: str, palette: list[Colour], chance: random.Random) -> Image.Image:
    """A box with a band of the pattern and a label."""
    ground = _ground(chance)
    shape = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(shape).rectangle([240, 110, 560, 520], fill=255)
    _shadow(ground, shape)
    draw = ImageDraw.Draw(ground)
    draw.rectangle([240, 110, 560, 520], fill=(206, 178, 136), outline=CHARCOAL, width=3)
    ground.paste(_surface(commodity, (320, 120), palette, 60, chance), (240, 110))
    draw.rectangle([290, 290, 510, 420], fill=CREAM, outline=palette[0], width=4)
    for line, width in enumerate((160, 120, 140)):
        top = 315 + line * 32
        draw.rectangle([400 - width // 2, top, 400 + width // 2, top + 10], fill=palette[0] if line == 0 else CHARCOAL)
    return ground


def _process(commodity: str, palette: list[Colour], chance: random.Random) -> Image.Image:
    """Work half done: the pattern grows from below, threads, strips or an empty wheel wait above."""
    ground = _ground(chance)
    draw = ImageDraw.Draw(ground)
    grown = chance.choice([260, 320])
    for x in range(120, 690, 14):
        draw.line([(x, 60), (x, HEIGHT - 60)], fill=palette[1] if x % 28 else palette[0], width=4)
    ground.paste(_surface(commodity, (570, HEIGHT - 60 - grown), palette, 70, chance), (115, grown))
    for y in (50, grown - 14, HEIGHT - 70):
        draw.rectangle([80, y, 720, y + 22], fill=(124, 84, 50), outline=CHARCOAL, width=2)
    return ground


def _workshop(commodity: str, palette: list[Colour], chance: random.Random) -> Image.Image:
    """The house where it is made, with the craft hung before it."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (206, 222, 224))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 470, WIDTH, HEIGHT], fill=(150, 136, 96))
    draw.rectangle([140, 260, 660, 480], fill=(226, 210, 180), outline=CHARCOAL, width=3)
    peak = chance.choice([90, 120])
    draw.polygon([(90, 270), (250, peak), (550, peak), (710, 270)], fill=palette[0], outline=CHARCOAL)
    draw.rectangle([370, 340, 450, 480], fill=(96, 62, 38))
    for left in (180, 500):
        image.paste(_surface(commodity, (120, 110), palette, 40, chance), (left, 320))
        draw.rectangle([left, 320, left + 120, 430], outline=CHARCOAL, width=4)
    return image


DRAWINGS: dict[PhotoSlot, Callable[[str, list[Colour], random.Random], Image.Image]] = {
    PhotoSlot.WHOLE: _whole,
    PhotoSlot.DETAIL: _detail,
    PhotoSlot.PACKAGING: _packaging,
    PhotoSlot.PROCESS: _process,
    PhotoSlot.WORKSHOP: _workshop,
}


def _ground(chance: random.Random) -> Image.Image:
    """A wall above a table."""
    wall, table = chance.sample(WOODS, 2)
    image = Image.new("RGB", (WIDTH, HEIGHT), wall)
    ImageDraw.Draw(image).rectangle([0, 430, WIDTH, HEIGHT], fill=table)
    return image


def _shadow(ground: Image.Image, shape: Image.Image) -> None:
    moved = Image.new("L", shape.size, 0)
    moved.paste(shape.point(lambda value: value // 3), (18, 22))
    ground.paste((30, 24, 20), mask=moved.filter(ImageFilter.BoxBlur(10)))


def _vase(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    neck, belly = chance.choice([50, 80]), chance.choice([150, 185])
    left = [(400 - neck, 110), (400 - neck + 12, 180), (400 - belly, 330), (400 - belly + 30, 450), (400 - 80, 520)]
    draw.polygon(left + [(800 - x, y) for x, y in reversed(left)], fill=255)
    draw.ellipse([400 - belly, 230, 400 + belly, 480], fill=255)
