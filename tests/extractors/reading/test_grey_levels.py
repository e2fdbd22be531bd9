"""Percentiles and medians of pictures: the very numbers that NumPy gives."""

import numpy as np
import pytest

from extractors.reading import grey_levels
from extractors.reading.grey_levels import median_grey, percentile

SHARES = (0, 3, 33, 50, 70, 80, 90, 100)


@pytest.mark.parametrize("seed", range(60))
def test_they_are_numpys_to_the_last_bit(seed: int) -> None:
    """Of pictures of any size and contrast, also of parts that do not lie together in memory."""
    chance = np.random.default_rng(seed)
    shape = chance.integers(1, 50, size=2)
    picture = chance.integers(0, chance.integers(1, 257), size=shape, dtype=np.uint8)

    for part in (picture, picture[::2, ::3]):
        assert [float(np.percentile(part, share)) for share in SHARES] == [
            percentile(part, share) for share in SHARES
        ]
        assert float(np.median(part)) == median_grey(part)


def test_a_picture_too_large_to_be_counted_exactly_is_sorted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """OpenCV counts in 32-bit floats, which know no odd numbers above 16 million."""
    monkeypatch.setattr(grey_levels, "_MOST", 3)
    picture = np.array([[1, 2, 3, 250]], np.uint8)

    assert (2.5, 2.8) == (median_grey(picture), pytest.approx(percentile(picture, 60)))
