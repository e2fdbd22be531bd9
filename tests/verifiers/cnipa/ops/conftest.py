from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from benchmarks.loopback_ops.clock import JumpingClock
from benchmarks.loopback_ops.server import KEY, SECRET, LoopbackOps, served
from verifiers.cnipa.ops.access import OpsAccess
from verifiers.cnipa.ops.client import Limits
from verifiers.cnipa.ops.source import EpoOps


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def serve(clock) -> Iterator[Callable[..., LoopbackOps]]:
    """A loopback OPS on the test's clock."""
    with ExitStack() as stack:
        yield lambda known=(), **how: stack.enter_context(
            served(LoopbackOps(known, now=clock.now, **how))
        )


@pytest.fixture
def client(clock) -> Callable[..., EpoOps]:
    """A client of it, on the same clock."""

    def make(ops, standing=None, key=KEY, **limits):
        access = OpsAccess(key, SECRET, ops.url)
        return EpoOps(access, standing, Limits(**limits), clock.now, clock.sleep)

    return make
