"""What the judging rests on besides the batch; observed, because people change it.

A changed version makes the findings, and what follows them, run again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import dagster as dg

import verifiers
from pipeline.accepted import accept_known_warnings
from pipeline.resources import Heyan

GROUP = "rules"
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


@dg.observable_source_asset(group_name=GROUP, tags={"dagster/kind/yaml": ""})
def notice_rules(heyan: Heyan) -> dg.DataVersion:
    """The notices' dates, counts and policies (verifiers/notices/*.yaml)."""
    return versions(heyan)["notice_rules"]


@dg.observable_source_asset(group_name=GROUP, tags={"dagster/kind/yaml": ""})
def authority_whitelist(heyan: Heyan) -> dg.DataVersion:
    """The authorities of 附件1 and those it excludes (verifiers/authorities/*.yaml)."""
    return versions(heyan)["authority_whitelist"]


@dg.observable_source_asset(group_name=GROUP, tags={"dagster/kind/yaml": ""})
def cnipa_results(heyan: Heyan) -> dg.DataVersion:
    """Official patent records that were imported (the registers folder)."""
    return versions(heyan)["cnipa_results"]


sources = [notice_rules, authority_whitelist, cnipa_results]
