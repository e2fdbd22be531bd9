"""A store of moto behind a door that tests close and open: to the programs, the store is away."""

from __future__ import annotations

import itertools
import socket
import threading
from contextlib import suppress

import pytest

from benchmarks.object_store import make_bucket, running_object_store, variables

_NUMBERS = itertools.count(1)


class Door:
    """Hands connections through to a server; closed, it cuts them and takes no other."""

    def __init__(self, endpoint):
        host, port = endpoint.removeprefix("http://").split(":")
        self._server = (host, int(port))
        self._listening = None
        self._through = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{self._port}"
        self.open()

    def open(self):
        self._listening = socket.create_server(("127.0.0.1", self._port), reuse_port=False)
        threading.Thread(target=self._serve, args=(self._listening,), daemon=True).start()

    def close(self):
        if self._listening is None:
            return
        listening, self._listening = self._listening, None
        for one in (listening, *self._through):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._through.clear()

    def _serve(self, listening):
        while True:
            try:
                client, _ = listening.accept()
                server = socket.create_connection(self._server)
            except OSError:
                return
            self._through += [client, server]
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    @staticmethod
    def _pass(source, target):
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class Store:
    """A bucket of its own behind a door, and the variables by which programs find it."""

    def __init__(self, endpoint):
        self.door = Door(endpoint)
        self.url = f"s3://heyan-test-{next(_NUMBERS)}/season"
        make_bucket(endpoint, self.url)
        self.variables = variables(self.door.endpoint, self.url)


@pytest.fixture(scope="session")
def moto():
    """The address of a store that this process started."""
    with running_object_store() as endpoint:
        yield endpoint


@pytest.fixture
def store(moto, monkeypatch, tmp_path):
    """An object store that the environment names, with an empty folder for its copies."""
    made = Store(moto)
    for name, value in made.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HEYAN_STORE_COPIES", str(tmp_path / "copies"))
    yield made
    made.door.close()
