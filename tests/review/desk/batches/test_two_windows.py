import hashlib
import threading

import requests

from tests.review.desk.batches.test_uploading import tree, zipped

PIECE = 64 * 1024


def test_two_windows_that_send_the_same_batch_at_once_make_one_whole_batch(served, tmp_path):
    """Both send every piece from where the server says that the file ends."""
    served.person("zhao", "operator")
    key = served._inside(do="session", username="zhao")
    data = zipped(
        *((f"uploads/A/{n}.bin", hashlib.sha256(b"%d" % n).digest() * 999) for n in range(60))
    )
    begun = _session(served, key)
    sent = begun.post(f"{served.address}/upload/begin/", json={"batch": "two-1", "is_zip": True})
    upload = f"{served.address}/upload/{sent.json()['id']}/"
    files = {"listing": 1, "files": [["two-1.zip", len(data)]]}
    number = begun.post(f"{upload}files/", json=files).json()["files"][0]["number"]
    begun.post(f"{upload}listed/", json={"listing": 1})
    failures = []

    def send():
        window, here = _session(served, key), 0
        while True:
            piece = data[here : here + PIECE]
            headers = {"X-Offset": str(here), "X-SHA256": hashlib.sha256(data).hexdigest()}
            answer = window.post(f"{upload}files/{number}/", data=piece, headers=headers)
            if answer.status_code != 200:
                failures.append(answer.text)
                return
            if answer.json()["complete"]:
                return
            here = answer.json()["received"]

    windows = [threading.Thread(target=send) for _ in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert [] == failures
    assert [(1, len(data))] == served.rows("SELECT files_done, bytes_done FROM desk_incomingbatch")
    assert begun.post(f"{upload}hand-over/", json={}).ok
    assert {"two-1.zip": data, "two-1.zip._READY": b""} == tree(tmp_path / "inbox")


def _session(served, key):
    session = requests.Session()
    session.cookies.set("sessionid", key)
    session.cookies.set("csrftoken", "a" * 32)
    session.headers["X-CSRFToken"] = "a" * 32
    return session
