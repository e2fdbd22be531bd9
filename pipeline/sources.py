"""What the judging rests on besides the batch; observed, because people change it.

A changed version makes the findings, and what follows them, run again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import dagster as dg

import verifiers
from pipeline.accepted import accept_known_warnings
from pipeline.resources import Heyan

_DATA = Path(verifiers.__file__).parent


def content_version(folder: Path, *patterns: str) -> dg.DataVersion:
    """A hash over the names and bytes of the files that match."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return dg.DataVersion(digest.hexdigest()[:16])


def versions(heyan: Heyan) -> dict[str, dg.DataVersion]:
    """The version of each source, now."""
    return {
        "notice_rules": content_version(_DATA / "notices", "*.yaml"),
        "authority_whitelist": content_version(_DATA / "authorities", "*.yaml"),
        "cnipa_results": content_version(heyan.home.registers, "**/*.jsonl"),
    }


accept_known_warnings()


def _observed(description: str) -> Callable[[Callable[[Heyan], dg.DataVersion]], dg.SourceAsset]:
    # The decorator takes no docstring as description.
    return dg.observable_source_asset(
        group_name="rules", tags={"dagster/kind/yaml": ""}, description=description
    )


@_observed("The notices' dates, counts and policies (verifiers/notices/*.yaml).")
def notice_rules(heyan: Heyan) -> dg.DataVersion:
    """A hash of the notice files."""
    return versions(heyan)["notice_rules"]


@_observed("The authorities of 附件1 and those it excludes (verifiers/authorities/*.yaml).")
def authority_whitelist(heyan: Heyan) -> dg.DataVersion:
    """A hash of the whitelist files."""
    return versions(heyan)["authority_whitelist"]


@_observed("Official patent records that were imported (the registers folder).")
def cnipa_results(heyan: Heyan) -> dg.DataVersion:
    """A hash of the imported records."""
    return versions(heyan)["cnipa_results"]


sources = [notice_rules, authority_whitelist, cnipa_results]
