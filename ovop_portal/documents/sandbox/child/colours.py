"""What the numbers of a picture mean, told in sRGB: by its colour profile, or by the gamma of a PNG that has none."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

# Beside these a gamma is a mistake; and so near to that of sRGB it says nothing.
GAMMAS = (0.1, 5.0)
SRGB_GAMMA, AS_GOOD_AS = 1 / 2.2, 0.02


def in_srgb(image: Image.Image) -> Image.Image | None:
    """The picture (L, RGB or CMYK) as RGB or L; None where its numbers are those of sRGB already, or nothing that describes them fits."""
    if profile := image.info.get("icc_profile"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return None
    gamma = image.info.get("gamma")
    if not gamma or "srgb" in image.info or not GAMMAS[0] <= gamma <= GAMMAS[1]:
        return None
    if abs(gamma - SRGB_GAMMA) < AS_GOOD_AS or image.mode not in ("L", "RGB"):
        return None
    steps = [round(255 * _written((step / 255) ** (1 / gamma))) for step in range(256)]
    return image.point(steps * len(image.getbands()))


def _written(light: float) -> float:
    """How sRGB writes an amount of light, both from 0 to 1."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
