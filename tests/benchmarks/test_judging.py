"""Whether the applicants made for the measurement are what they are said to be."""

import pytest

from benchmarks.crowd.members import RECEIVED, crowd
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.cross import cross_findings
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify


@pytest.fixture(scope="module")
def members():
    """Each fault once or more."""
    return list(crowd(140, seed=3))


def test_applicants_are_varied_and_nobody_is_two(members):
    """Keys that coincide by chance would make findings that nobody meant."""
    assert 140 == len({one.dossier.id for one in members})
    genuine = [one for one in members if one.genuine]
    assert len(genuine) == len({one.dossier.application.id_number for one in genuine})
    assert 18 == len({one.kind for one in members})
    assert {3} == {len(one.dossier.documents) for one in members}


def test_the_same_seed_makes_the_same_applicants(members):
    """Figures of two runs are of the same work."""
    assert members == list(crowd(140, seed=3))
    assert members != list(crowd(140, seed=4))


def test_the_genuine_pass_and_no_other(members):
    """A measurement of cases that fail at once would flatter."""
    notice = load_notice("xinxiang-2024-22")
    register = PatentRegister(record for one in members for record in one.records)
    across = cross_findings([one.dossier for one in members], notice)
    for one in members:
        findings = [
            *verify(one.dossier, register, load_authorities(), notice, RECEIVED),
            *(finding for finding in across if finding.application == one.dossier.id),
        ]
        expected = "pass" if one.genuine else "on_site"
        assert expected == decide(one.dossier, findings, notice).outcome, one.kind
