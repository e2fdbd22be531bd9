"""An S3-compatible object store of moto on this machine, in memory, gone when it is left.

    with running_object_store() as endpoint:
        environment |= variables(endpoint, "s3://heyan-demo/season")

`moto[server]` is one of the packages for tests (`make setup-dev`).
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from benchmarks.postgres import free_port

_READY_SECONDS = 60.0


@contextmanager
def running_object_store(address: str = "127.0.0.1") -> Iterator[str]:
    """The address (http://…) of a store without buckets. Raises RuntimeError where none starts."""
    port = free_port(address)
    command = [sys.executable, "-m", "moto.server", "-H", address, "-p", str(port)]
    server = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        endpoint = f"http://{address}:{port}"
        _wait_for(endpoint, server)
        yield endpoint
    finally:
        server.kill()
        server.wait()


def make_bucket(endpoint: str, url: str) -> None:
    """Make the bucket of `s3://bucket/prefix`."""
    requests.put(f"{endpoint}/{urlsplit(url).netloc}", timeout=30).raise_for_status()


def variables(endpoint: str, url: str) -> dict[str, str]:
    """What every program of an installation with that store is given; the keys are anybody's."""
    return {
        "HEYAN_STORE": url,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "heyan",
        "AWS_SECRET_ACCESS_KEY": "nobody-knows-this-key",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


def _wait_for(endpoint: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        try:
            requests.get(f"{endpoint}/moto-api/", timeout=5)
        except requests.ConnectionError as e:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("moto's server does not start: make setup-dev") from e
            time.sleep(0.1)
        else:
            return
