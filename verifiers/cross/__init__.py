"""What shows only across applicants, of one batch and of others."""

from verifiers.cross.findings import cross_findings
from verifiers.cross.traces import footprints_of

__all__ = ["cross_findings", "footprints_of"]
