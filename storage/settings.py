"""The variables that say where the bulk of the bytes is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from evidence.errors import MachineError, Problem
from storage.object_store import ObjectStore

STORE_VARIABLE = "HEYAN_STORE"
COPIES_VARIABLE = "HEYAN_STORE_COPIES"


def object_store(environment: Mapping[str, str]) -> ObjectStore | None:
    """The object store that HEYAN_STORE names; None where it is unset, and folders keep everything.

    Address and keys come from the variables of every AWS program (AWS_ENDPOINT_URL,
    AWS_ACCESS_KEY_ID, …), which the driver reads itself. Nothing is asked and no folder made.
    Raises MachineError (`E-SETTING`).
    """
    text = environment.get(STORE_VARIABLE, "")
    if not text:
        return None
    url = urlsplit(text)
    if url.scheme != "s3" or not url.netloc or set(url.netloc) & set("@:") or url.query:
        raise MachineError(_NO_URL)
    if "@" in _endpoint(environment):
        raise MachineError(_KEYS_IN_ENDPOINT)
    prefix = url.path.strip("/")
    whole = f"s3://{url.netloc}" + (f"/{prefix}" if prefix else "")
    place = _copies(environment) / _name(whole, environment)
    return ObjectStore(whole, place, place)


def _copies(environment: Mapping[str, str]) -> Path:
    named, cache = environment.get(COPIES_VARIABLE), environment.get("XDG_CACHE_HOME")
    if not named and not cache and not environment.get("HOME"):
        raise MachineError(_NO_COPIES)
    path = Path(named) if named else Path(cache or f"{environment['HOME']}/.cache") / "heyan"
    if not path.is_absolute():
        raise MachineError(_NO_COPIES)
    return path


def _name(url: str, environment: Mapping[str, str]) -> str:
    """Another store has other copies: none of one passes for one of another."""
    return hashlib.sha256(f"{_endpoint(environment)} {url}".encode()).hexdigest()[:16]


def _endpoint(environment: Mapping[str, str]) -> str:
    return environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL", "")


# Neither says what the variable holds: somebody may have put keys into it.
_NO_URL = Problem(
    "E-SETTING",
    f"环境变量 {STORE_VARIABLE} 应形如 s3://存储桶/前缀，且不含密钥；密钥请放在 AWS_ACCESS_KEY_ID 等变量中。",
    f"{STORE_VARIABLE} must read s3://bucket/prefix and hold no keys; they belong into "
    "AWS_ACCESS_KEY_ID and its like.",
)
_KEYS_IN_ENDPOINT = Problem(
    "E-SETTING",
    "环境变量 AWS_ENDPOINT_URL 中不能有用户名和密码；密钥请放在 AWS_ACCESS_KEY_ID 等变量中。",
    "AWS_ENDPOINT_URL must hold neither user nor password, which drivers print; keys belong into "
    "AWS_ACCESS_KEY_ID and its like.",
)
_NO_COPIES = Problem(
    "E-SETTING",
    f"请把环境变量 {COPIES_VARIABLE} 设为本机存放对象存储副本的目录（绝对路径）。",
    f"Set {COPIES_VARIABLE} to the folder (an absolute path) for this machine's copies of the "
    "object store.",
)
