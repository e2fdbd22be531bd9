"""Dagster assets, checks, sensors and resources, and the command line. Only wiring."""

# First of all: what is imported later is never older than the versions taken here.
import pipeline.file_versions  # noqa: F401
from verifiers.version import rules_version

rules_version()
