from pathlib import Path

import pytest

from evidence.errors import MachineError
from storage.settings import object_store


def test_without_the_setting_folders_keep_everything():
    assert object_store({"AWS_ACCESS_KEY_ID": "key"}) is None
    assert object_store({"HEYAN_STORE": ""}) is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("s3://bucket/season/2024/", "s3://bucket/season/2024"),
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/", "s3://bucket"),
    ],
)
def test_a_bucket_with_or_without_prefix(text, url):
    assert url == object_store({"HEYAN_STORE": text, "HOME": "/home/heyan"}).url


@pytest.mark.parametrize(
    "text", ["/srv/store", "bucket/prefix", "s3://", "s3://AKID:secret@bucket/x", "gs://b/x"]
)
def test_anything_else_is_refused_and_not_repeated(text):
    """Somebody may have put keys into it."""
    with pytest.raises(MachineError, match="E-SETTING") as caught:
        object_store({"HEYAN_STORE": text, "HOME": "/home/heyan"})
    assert "AKID" not in str(caught.value.problem)


def test_copies_lie_where_the_setting_says_or_in_the_account_s_cache():
    store = {"HEYAN_STORE": "s3://b/x"}
    named = object_store(store | {"HEYAN_STORE_COPIES": "/var/cache/heyan"})
    assert Path("/var/cache/heyan") == named.copies.parent
    own = object_store(store | {"HOME": "/home/heyan"})
    assert Path("/home/heyan/.cache/heyan") == own.copies.parent
    cache = object_store(store | {"HOME": "/home/heyan", "XDG_CACHE_HOME": "/cache"})
    assert Path("/cache/heyan") == cache.copies.parent


@pytest.mark.parametrize("more", [{}, {"HEYAN_STORE_COPIES": "copies"}])
def test_copies_without_a_place_are_refused(more):
    with pytest.raises(MachineError, match="E-SETTING"):
        object_store({"HEYAN_STORE": "s3://b/x"} | more)


def test_copies_of_one_store_are_not_those_of_another():
    common = {"HOME": "/home/heyan"}
    places = {
        object_store(common | {"HEYAN_STORE": url} | endpoint).copies
        for url in ("s3://b/x", "s3://b/y")
        for endpoint in (
            {},
            {"AWS_ENDPOINT_URL": "http://one"},
            {"AWS_ENDPOINT_URL_S3": "http://2"},
        )
    }
    assert 6 == len(places)


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])
def test_an_address_with_a_password_is_refused_and_not_repeated(name):
    """The driver would print it into the logs."""
    with pytest.raises(MachineError, match="E-SETTING") as caught:
        object_store(
            {"HEYAN_STORE": "s3://b/x", "HOME": "/home/heyan", name: "http://ann:secret@store"}
        )
    assert "secret" not in str(caught.value.problem)
