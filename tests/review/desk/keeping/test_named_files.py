import hashlib

import pytest

from review.desk.keeping.named_files import named_files
from tests.review.desk.batches.conftest import operator, places  # noqa: F401  fixtures
from tests.review.desk.cases import case

FILES = [("batch.toml", b""), ("applications.csv", b"x\n"), ("uploads/A1/a.pdf", b"pdf")]


@pytest.mark.django_db
def test_originals_and_page_images_of_every_case(published, state):
    """Where they lie below the state folder."""
    published(case("XX001"))
    paths = {one.path for one in named_files()}
    assert {path.split("/")[0] for path in paths} == {"store", "readings"}
    assert all((state / path).is_file() for path in paths)


def test_files_handed_over_are_known_by_what_was_counted_then(operator, places):  # noqa: F811  a fixture
    """They wait in the inbox until the pipeline stores them; a version replaced waits aside."""
    assert 200 == operator.upload("b-1", FILES).status_code
    found = {one.by: one for one in named_files()}
    assert {f"b-1/{path}" for path, _ in FILES} == found.keys()
    upload = found["b-1/uploads/A1/a.pdf"]
    assert hashlib.sha256(b"pdf").hexdigest() == upload.sha256
    assert ("b-1/uploads/A1/a.pdf", "_replaced/*/b-1/uploads/A1/a.pdf") == upload.waiting
    assert (places.inbox / upload.waiting[0]).is_file()
