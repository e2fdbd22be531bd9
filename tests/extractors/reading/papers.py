"""Pages drawn for the tests of reading: print, seals, turns."""

import math
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


@cache
def font(size):
    """Noto Sans CJK SC."""
    return ImageFont.truetype(FONT, size, index=2)


def page(lines, *, size=(1240, 1754), top=200, step=110, fill="black", type_size=44):
    """A white page with lines of print, 44 px high where not said otherwise, left-aligned."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((150, top + number * step), line, font=font(type_size), fill=fill)
    return image


def seal(text, *, radius=150, ink=(200, 30, 30)):
    """A round seal on transparent ground: ring, arced text from lower left to lower right, star."""
    side = 2 * radius + 8
    image = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, side - 5, side - 5), outline=(*ink, 255), width=max(radius // 22, 3))
    glyph_size = round(radius * 0.25)
    middle = side / 2
    for number, character in enumerate(text):
        share = number / max(len(text) - 1, 1)
        angle = math.radians(-130 + 260 * share)
        glyph = Image.new("RGBA", (glyph_size * 2, glyph_size * 2), (255, 255, 255, 0))
        ImageDraw.Draw(glyph).text(
            (glyph_size, glyph_size),
            character,
            font=font(glyph_size),
            fill=(*ink, 255),
            anchor="mm",
        )
        turned = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x = middle + 0.79 * radius * math.sin(angle)
        y = middle - 0.79 * radius * math.cos(angle)
        image.alpha_composite(turned, (round(x - glyph_size), round(y - glyph_size)))
    points = []
    for corner in range(10):
        reach = radius * (0.3 if corner % 2 == 0 else 0.12)
        points.append(
            (
                middle + reach * math.sin(corner * math.pi / 5),
                middle - reach * math.cos(corner * math.pi / 5),
            )
        )
    draw.polygon(points, fill=(*ink, 255))
    return image


def stamped(image, mark, at):
    """The page with a seal whose ink lets the print under it through."""
    layer = Image.new("RGB", image.size, "white")
    layer.paste(mark, at, mark)
    return Image.fromarray(np.minimum(np.asarray(image), np.asarray(layer)))


def marked_page(folder: Path, mark: int, name: str | None = None) -> Path:
    """A small page whose top left pixel is `mark`, with enough ink not to be blank."""
    pixels = np.full((200, 200, 3), 255, np.uint8)
    pixels[60:140, 60:140] = 0
    pixels[:4, :4] = mark
    path = folder / f"{name or mark}.png"
    Image.fromarray(pixels).save(path)
    return path
