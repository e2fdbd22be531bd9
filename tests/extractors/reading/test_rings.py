"""Where seals are, on pages on which they are not alone, not whole or not straight."""

import cv2
import numpy as np
import pytest
from papers import seal
from PIL import Image

from extractors.frames import straightened
from extractors.reading.rings import find_rings
from extractors.reading.sheet import Sheet

WIDTH, HEIGHT = 1414, 2000
INK = (200, 30, 30)
NAME = "新乡市总工会竞赛委员会"


def paper(*stamps):
    """A white page with stamps, each with its centre: cut where the page ends."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    for stamp, x, y in stamps:
        image.paste(stamp, (round(x - stamp.width / 2), round(y - stamp.height / 2)), stamp)
    return np.asarray(image)


def found(image, degrees=0.0):
    """The rings on a page that lies crooked by so much, each as (x, y, rx, ry)."""
    frame = straightened(WIDTH, HEIGHT, degrees) if degrees else None
    return [(one.x, one.y, one.rx, one.ry) for one in find_rings(Sheet(image, frame))]


def has(rings, wanted):
    """Whether one of the rings is there, to within an eighth of its size."""
    return any(np.allclose(one, wanted, rtol=0, atol=max(wanted[2:]) / 8) for one in rings)


def rim(x, y, radius, gaps):
    """A page with the rim and the middle of a seal, badly inked at these places (degrees)."""
    image = paper().copy()
    cv2.circle(image, (x, y), radius, INK, 9, cv2.LINE_AA)
    cv2.circle(image, (x, y), radius // 5, INK, -1)
    for angle in np.radians(gaps):
        at = round(x + radius * np.cos(angle)), round(y + radius * np.sin(angle))
        cv2.circle(image, at, round(radius * 0.12), (255, 255, 255), -1)
    return cv2.GaussianBlur(image, (0, 0), 1)


@pytest.mark.parametrize(
    ("x", "y"), [(105, 1000), (WIDTH - 105, 1000), (700, 105), (700, HEIGHT - 105)]
)
@pytest.mark.parametrize("gaps", [(60, 240), (30, 150, 270)])
def test_a_seal_that_the_page_s_edge_cuts_is_found(x, y, gaps):
    """Its ink is no disc, and the middle of what is there is not its middle."""
    assert has(found(rim(x, y, 150, gaps)), (x, y, 150, 150))


@pytest.mark.parametrize("degrees", [0, 8, 15, 25])
def test_an_oval_seal_on_a_crooked_page_is_one_ring(degrees):
    """Its axes are those of the page once it is laid level."""
    oval = seal(NAME, radius=190).resize((388, 260)).rotate(degrees, Image.BICUBIC, expand=True)
    rings = found(paper((oval, 900, 1500)), degrees)
    (ring,) = rings
    assert (190, 127) == (pytest.approx(ring[2], abs=8), pytest.approx(ring[3], abs=8))


@pytest.mark.parametrize("share", [0.6, 0.65])
def test_a_seal_within_a_larger_ring_is_found_as_well(share):
    """A medal's or a form's ring around a place where a seal belongs."""
    image = paper((seal(NAME, radius=90), 600 + 270 * share, 1200))
    image = cv2.circle(image.copy(), (600, 1200), 266, INK, 12)
    rings = found(image)
    assert has(rings, (600 + 270 * share, 1200, 87, 87))
    assert has(rings, (600, 1200, 266, 266))


@pytest.mark.parametrize("share", [0.54, 0.6, 0.8, 1.2])
def test_of_seals_that_overlap_no_two_become_one(share):
    """Half over one another they are an oval of ink, which is neither."""
    right = 500 + 160 * share
    rings = found(paper((seal(NAME, radius=160), 500, 1400), (seal(NAME, radius=160), right, 1400)))
    assert all(abs(rx - ry) < 8 for _, _, rx, ry in rings)
    assert has(rings, (500, 1400, 157, 157)) or has(rings, (right, 1400, 157, 157))
