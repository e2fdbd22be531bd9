"""What a store's driver and the disk of its copies raise, told as the machine's failures.

No sentence may carry a secret: addresses lose their passwords, and the keys of the environment
are blotted out wherever a driver repeats them.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from evidence.errors import HeyanError, MachineError, Problem

DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What a disk says that has no room, or no more for this account."""
_SECRETS = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID")
_SHORTEST_SECRET = 8
"""Shorter ones are names, as of a demonstration's account, and would blot out half a sentence."""
_PASSWORD = re.compile(r"(?<=://)[^/\s@]*@")
_NO_BUCKET = "NoSuchBucket"
_REFUSALS = frozenset(
    {"NoCredentialsError", "PartialCredentialsError", "ProfileNotFound", "ParamValidationError"}
)
"""What botocore calls settings with which no request is even sent."""
_REASON_LENGTH = 200


@contextmanager
def store_errors(url: str, copies: Path) -> Iterator[None]:
    """Turn what an object store's driver raises into MachineError.

    `E-STORE-AWAY` where it cannot be reached, `E-STORE-REFUSED` where it refuses the account or
    has no such bucket, `E-DISK-FULL` where this machine has no room for a copy. FileNotFoundError
    passes: of the bucket, nothing lies under that key.
    """
    try:
        yield
    except HeyanError:
        raise
    except FileNotFoundError as e:
        if _code(e) != _NO_BUCKET:
            raise
        raise MachineError(_refused(url, _NO_BUCKET)) from e
    except Exception as e:
        if isinstance(e, OSError) and e.errno in DISK_FULL:
            raise MachineError(_full(copies)) from e
        told = _refused if _is_refusal(e) else _away
        raise MachineError(told(url, driver_reason(e, os.environ))) from e


@contextmanager
def copy_errors(copies: Path) -> Iterator[None]:
    """Turn the errors of the disk with the copies into MachineError: `E-DISK-FULL`, `E-STORE-WRITE`."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as e:
        if e.errno in DISK_FULL:
            raise MachineError(_full(copies)) from e
        reason = reason_of(e)
        raise MachineError(
            Problem(
                "E-STORE-WRITE",
                f"无法写入对象存储的本机副本目录 {copies}（{reason}）；请检查 HEYAN_STORE_COPIES、权限与磁盘，"
                "然后重新运行。",
                f"The folder of this machine's copies of the object store, {copies}, cannot be "
                f"written ({reason}); check HEYAN_STORE_COPIES, its permissions and the disk, "
                "then run again.",
            )
        ) from e


def reason_of(error: OSError) -> str:
    """What the machine says is wrong, without the name of the file."""
    return os.strerror(error.errno) if error.errno else str(error)


def driver_reason(error: BaseException, environment: Mapping[str, str]) -> str:
    """What a driver said, in one line, without anything secret."""
    said = " ".join(str(error).split()) or type(error).__name__
    code = _code(error)
    if code and code not in said:
        said = f"{code}: {said}"
    said = _PASSWORD.sub("…@", said)
    for secret in (environment.get(name, "") for name in _SECRETS):
        if len(secret) >= _SHORTEST_SECRET:
            said = said.replace(secret, "…")
    return said[:_REASON_LENGTH]


def changed(url: str, key: str) -> MachineError:
    """The error of an object that does not hold the content that it is named after."""
    return MachineError(
        Problem(
            "E-STORE-CHANGED",
            f"对象存储中的 {url}/{key} 的内容与其名称（SHA-256）不符，未据此核验；"
            "请从备份或该对象的旧版本恢复，运行 heyan verify，然后重新运行。",
            f"{url}/{key} in the object store does not hold the content that it is named after "
            "(SHA-256), so nothing was judged by it; take it from a backup or from an older "
            "version of the object, run heyan verify, then run again.",
        )
    )


def _code(error: BaseException) -> str:
    """The store's own code for what went wrong; empty where it answered with none."""
    for one in (error, error.__cause__, error.__context__):
        response = getattr(one, "response", None)
        if isinstance(response, Mapping):
            return str(response.get("Error", {}).get("Code", ""))
    return ""


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, PermissionError) or type(error).__name__ in _REFUSALS


def _away(url: str, reason: str) -> Problem:
    return Problem(
        "E-STORE-AWAY",
        f"存储 {url} 无法访问（{reason}）；请检查网络与存储服务，恢复后重新运行。",
        f"The store of {url} cannot be reached ({reason}); check the network and the "
        "storage service, then run again.",
    )


def _refused(url: str, reason: str) -> Problem:
    return Problem(
        "E-STORE-REFUSED",
        f"对象存储拒绝访问 {url}（{reason}）；请核对 HEYAN_STORE 中的存储桶、AWS_… 中的地址与密钥及其读写权限，"
        "用 heyan doctor 检查，然后重新运行。",
        f"The object store refuses {url} ({reason}); check the bucket in HEYAN_STORE, the address "
        "and keys in AWS_… and their rights to list, read and write, with heyan doctor, then run "
        "again.",
    )


def _full(copies: Path) -> Problem:
    return Problem(
        "E-DISK-FULL",
        f"对象存储的本机副本目录 {copies} 所在磁盘已满；其中的文件都是副本，可删除久未使用的，然后重新运行。",
        f"The disk of {copies}, this machine's copies of the object store, is full; what lies "
        "there are copies, so delete those not used for long, then run again.",
    )
