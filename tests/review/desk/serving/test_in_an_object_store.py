"""Page images and originals where an object store has them."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from review.desk.models import Applicant, CaseFile
from storage.settings import object_store
from tests.review.desk.cases import case


@pytest.fixture
def kept(published, state, store, settings):
    """A published applicant, whose page and upload lie in the store: the key of each."""
    import hashlib

    published(case("XX001"))
    objects = object_store(os.environ)
    settings.PLACES = replace(settings.PLACES, objects=objects)
    found = CaseFile.objects.get()
    paths = {}
    for name, path in (("page", found.pages["0/1"]), ("original", found.files[0][0])):
        data = (state / path).read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        paths[name] = str(Path(path).with_name(sha256 + Path(path).suffix))
        objects.write(paths[name], data)
        (state / path).unlink()
    files = [[paths["original"], *found.files[0][1:]]]
    CaseFile.objects.update(pages={"0/1": paths["page"]}, files=files)
    return objects, paths


def addresses():
    applicant = Applicant.objects.get().pk
    page = reverse("page-image", args=[applicant, 0, 1])
    return {"page": page, "original": reverse("original", args=[applicant, 0])}


@pytest.mark.parametrize("what", ["page", "original"])
def test_a_scan_is_shown(signed_in, fetch, kept, what, store):
    """And again from this machine's copy, while the store is away."""
    objects, paths = kept
    with objects.open(paths[what]) as file:
        data = file.read()
    browser = signed_in("reviewer")
    answer = fetch(browser, addresses()[what])
    assert (200, data) == (answer.status_code, answer.body)
    store.door.close()
    assert data == fetch(browser, addresses()[what]).body


@pytest.mark.parametrize("what", ["page", "original"])
def test_a_damaged_object_is_not_shown(signed_in, fetch, kept, what):
    """A reviewer would decide by it."""
    objects, paths = kept
    objects.write(paths[what], b"\xff\xd8 another page")
    answer = fetch(signed_in("reviewer"), addresses()[what])
    assert (404, True) == (answer.status_code, "E-STORE-CHANGED" in answer.body.decode())


def test_a_lost_object_is_told_with_its_code(signed_in, fetch, kept):
    CaseFile.objects.update(pages={"0/1": f"readings/images/ab/{'ab' * 32}.jpg"})
    answer = fetch(signed_in("reviewer"), addresses()["page"])
    assert (404, True) == (answer.status_code, "E-SERVE-MISSING" in answer.body.decode())


def test_a_store_that_is_away_is_told_as_what_passes(signed_in, fetch, kept, store):
    store.door.close()
    answer = fetch(signed_in("reviewer"), addresses()["page"])
    assert (503, True) == (answer.status_code, "E-STORE-AWAY" in answer.body.decode())


@pytest.mark.parametrize("path", ["desk/record.secret", "store/aa/x.jpg", "readings/images"])
def test_a_changed_row_asks_the_store_for_nothing_else(signed_in, fetch, kept, store, path):
    CaseFile.objects.update(pages={"0/1": path})
    store.door.close()
    answer = fetch(signed_in("reviewer"), addresses()["page"])
    assert (404, True) == (answer.status_code, "E-SERVE-PLACE" in answer.body.decode())
