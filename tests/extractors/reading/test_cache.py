"""Readings and pictures on their way from the workplace into an object store."""

import os
from pathlib import Path

import pytest

from evidence.readings import Page, PageReading, PageStatus
from extractors.reading.cache import ReadingCache
from storage.settings import object_store
from tests.object_stores import moto, store  # noqa: F401  fixtures

UPLOAD, RECIPE = "ab" * 32, "recipe"


@pytest.fixture
def cache(store, tmp_path):  # noqa: F811  the fixture
    objects = object_store(os.environ).below("readings")
    return ReadingCache(objects.copies, objects)


@pytest.fixture
def fresh(cache):
    """A page that was read and not settled yet: its picture."""
    workplace = ReadingCache(cache.workplace)
    image = workplace.keep_image(b"picture")
    page = Page(1, 100, 100, 0, "image", PageStatus.READ, image=image)
    workplace.keep_page(UPLOAD, RECIPE, PageReading(page))
    return image


def test_what_another_process_settles_meanwhile_is_settled(cache, fresh, monkeypatch):
    """Files of cnipa/ are read by every shard of a batch, two at a time on one machine."""
    read_bytes, others = Path.read_bytes, iter([cache])

    def after_the_other(path):
        if path.suffix == ".jpg":
            for other in others:
                other.settle(UPLOAD, RECIPE)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", after_the_other)
    cache.settle(UPLOAD, RECIPE)
    assert fresh == cache.page(UPLOAD, RECIPE, 1).page.image
    assert [] == [path for path in cache.workplace.rglob("*") if path.is_file()]
    assert b"picture" == cache.bring_image(fresh).read_bytes()
