import hashlib
import json
import shutil

import pytest

CHUNK = 4 * 1024 * 1024


@pytest.fixture
def places(state):
    """The desk's folders, empty: state, inbox, unfinished uploads."""
    from django.conf import settings

    for folder in (settings.PLACES.inbox, settings.PLACES.unfinished, state / "progress"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    return settings.PLACES


@pytest.fixture
def operator(signed_in, places):
    """An operator's browser, as the upload script uses it."""
    return Sender(signed_in("operator", username="zhao"))


class Sender:
    """Speaks with the server as static/desk/upload_sending.js does."""

    def __init__(self, client):
        self.client = client
        self.id = self.listing = None

    def post(self, url, body=None, **headers):
        data = body if isinstance(body, bytes) else json.dumps(body or {})
        return self.client.post(
            url, data, content_type="application/octet-stream", headers=headers or None
        )

    def begin(self, batch, is_zip=False, **wish):
        answer = self.post("/upload/begin/", {"batch": batch, "is_zip": is_zip, **wish})
        if answer.status_code == 200:
            self.id, self.listing = answer.json()["id"], answer.json()["listing"]
        return answer

    def name(self, *files):
        """Names (path, bytes) pairs; the server's answer to each."""
        named = [[path, len(data)] for path, data in files]
        return self.post(f"/upload/{self.id}/files/", {"listing": self.listing, "files": named})

    def listed(self):
        return self.post(f"/upload/{self.id}/listed/", {"listing": self.listing})

    def piece(self, number, offset, data, sha256="", **headers):
        headers = {"X-Offset": str(offset), "X-SHA256": sha256} | headers
        return self.post(f"/upload/{self.id}/files/{number}/", data, **headers)

    def whole(self, number, data):
        return self.piece(number, 0, data, hashlib.sha256(data).hexdigest())

    def hand_over(self, **confirmed):
        return self.post(f"/upload/{self.id}/hand-over/", confirmed)

    def upload(self, batch, files, **wish):
        """All of it; the answer to handing over."""
        assert 200 == self.begin(batch, **wish).status_code
        named = self.name(*files).json()["files"]
        assert 200 == self.listed().status_code
        for (_, data), one in zip(files, named, strict=True):
            if not one["refused"] and not one["sha256"]:
                assert self.whole(one["number"], data).json()["complete"]
        return self.hand_over()
