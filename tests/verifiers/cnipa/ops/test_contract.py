"""EPO OPS under the contract that every source keeps."""

from contextlib import ExitStack

import pytest

from benchmarks.loopback_ops import faults
from benchmarks.loopback_ops.clock import JumpingClock
from benchmarks.loopback_ops.patents import Event, Patent
from benchmarks.loopback_ops.server import KEY, SECRET, LoopbackOps, no_fault, served
from evidence.patent_numbers import parse_grant_number, parse_patent_number
from tests.verifiers.cnipa.contract import MOMENT, BreakingSourceContract
from verifiers.cnipa.ops.access import OpsAccess
from verifiers.cnipa.ops.kept import REFUSAL_AGE, KeptAnswers
from verifiers.cnipa.ops.source import EpoOps

_servers = ExitStack()


@pytest.fixture(autouse=True)
def _stopped():
    """The servers of a test end with it."""
    yield
    _servers.close()


def kept_ops(world, folder):
    """OPS that knows the records of the world, its answers kept in the folder."""
    clock = JumpingClock(MOMENT.timestamp())
    fault = no_fault if world.fails_after is None else faults.data(faults.busy())
    known = map(patent, world.records)
    ops = _servers.enter_context(served(LoopbackOps(known, fault, clock.now)))
    source = EpoOps(OpsAccess(KEY, SECRET, ops.url), None, None, clock.now, clock.sleep)
    return KeptAnswers(source, folder, REFUSAL_AGE, lambda: MOMENT)


def patent(record):
    """A record as a patent that the server knows."""
    digits = parse_patent_number(record.patent_number).digits
    grant = parse_grant_number(record.grant_number)
    return Patent(
        digits=digits,
        title=record.title,
        inventors=tuple((name, f"NAME {n}") for n, name in enumerate(record.inventors)),
        applicants=tuple((name, "UNIT") for name in record.patentees),
        filed=record.application_date.replace("-", ""),
        publication=grant.digits,
        published=record.grant_date.replace("-", ""),
        grant=grant.digits,
        granted=record.grant_date.replace("-", ""),
        events=(Event("GR01", record.grant_date, "+"),),
    )


class TestKeptAnswersOfOps(BreakingSourceContract):
    made = staticmethod(kept_ops)
