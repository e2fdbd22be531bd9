"""The versions of rules, notices, whitelist and extraction: hashes over the files themselves.

Nothing of ours is imported here: this is run before everything else (pipeline/__init__.py), so
that no rule is loaded that is younger, or older, than the version that its verdicts will bear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_CODE = ("*.py", "*.yaml", "*.json", "*.toml")


@dataclass(frozen=True, slots=True)
class CodeVersions:
    """The versions of the files; a notice's by its id. `newest` judges batches that name none."""

    rule_code: str
    authority_whitelist: str
    extraction_code: str
    notices: Mapping[str, str]
    newest: str
