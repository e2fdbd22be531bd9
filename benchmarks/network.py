"""Hosts of their own on one machine: network and host name by namespaces, joined by a bridge.

What runs on such a host meets the machine through the bridge's address only. It takes root and
`ip` (Debian package iproute2); where either is missing, `own_hosts` says so by giving none.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Host:
    """One host; `command` is what starts a program there, with the program's own id."""

    name: str
    namespace: str | None = None

    def command(self, *program: str) -> list[str]:
        """The program as it is to be started."""
        if self.namespace is None:
            return list(program)
        named = f'hostname {self.name} && exec "$@"'
        return ["ip", "netns", "exec", self.namespace,
                "unshare", "--uts", "sh", "-c", named, "sh", *program]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Network:
    """The hosts, and the address at which they reach the machine."""

    address: str
    hosts: tuple[Host, ...]

    @property
    def is_separate(self) -> bool:
        """Whether the hosts are hosts, and not names only."""
        return all(host.namespace for host in self.hosts)


@contextmanager
def own_hosts(number: int) -> Iterator[Network]:
    """So many hosts; this machine itself under several names where namespaces are not allowed."""
    prefix = f"hy{secrets.token_hex(2)}"
    names = [f"worker{at + 1}" for at in range(number)]
    if not _allowed(prefix):
        yield Network("127.0.0.1", tuple(map(Host, names)))
        return
    subnet = _free_subnet()
    hosts = tuple(Host(name, f"{prefix}-{name}") for name in names)
    try:
        _ip("link", "add", prefix, "type", "bridge")
        _ip("addr", "add", f"{subnet}.1/24", "dev", prefix)
        _ip("link", "set", prefix, "up")
        for at, host in enumerate(hosts):
            _join(host, prefix, f"{prefix}v{at}", f"{subnet}.{at + 2}/24")
        yield Network(f"{subnet}.1", hosts)
    finally:
        for host in hosts:
            _ip("netns", "del", str(host.namespace), check=False)
        _ip("link", "del", prefix, check=False)


def _join(host: Host, bridge: str, cable: str, address: str) -> None:
    """Make the host's namespace and lay a cable from it to the bridge."""
    namespace = str(host.namespace)
    _ip("netns", "add", namespace)
    _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace)
    _ip("link", "set", cable, "master", bridge, "up")
    _ip("-n", namespace, "addr", "add", address, "dev", "eth0")
    for device in ("lo", "eth0"):
        _ip("-n", namespace, "link", "set", device, "up")


def _allowed(name: str) -> bool:
    """Whether this process may make namespaces and bridges."""
    if os.geteuid() or not shutil.which("ip") or not shutil.which("unshare"):
        return False
    made = _ip("link", "add", name, "type", "bridge", check=False)
    _ip("link", "del", name, check=False)
    return made and _ip("netns", "add", name, check=False) and _ip("netns", "del", name)


def _free_subnet() -> str:
    """The first three numbers of a private network that this machine has no way to yet."""
    known = Path("/proc/net/route").read_text()
    for number in range(1, 255):
        # There, addresses stand in the machine's order of bytes: 10.203.N.0.
        if f"00{number:02X}CB0A" not in known:
            return f"10.203.{number}"
    raise RuntimeError("no free network among 10.203.1.0 … 10.203.254.0")


def _ip(*arguments: str, check: bool = True) -> bool:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise RuntimeError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
    return done.returncode == 0
