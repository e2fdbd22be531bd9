"""batch.toml: which notice, which review body, when received. Every key is optional."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evidence.batch_names import CONFIG_NAME
from evidence.errors import BatchError, Problem, UploadError
from extractors.intake.limits import Limits
from extractors.intake.store import open_regular

# Times without a zone are the review body's own, and China has one zone.
_CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class BatchConfig:
    """What batch.toml says; None and empty where it does not.

    `received_at` always has a zone. `raw` keeps every key, known or not.
    """

    notice: str | None = None
    review_body: str = ""
    received_at: dt.datetime | None = None
    raw: Mapping[str, object] = field(default_factory=dict)


def read_config(path: Path, limits: Limits) -> BatchConfig:
    """The batch's configuration; the empty one where there is no file.

    Raises BatchError (`E-BATCH-CONFIG`) where the file is no TOML, or a known
    key holds something else than it should.
    """
    if not path.exists() and not path.is_symlink():
        return BatchConfig()
    try:
        with open_regular(path) as file:
            data = file.read(limits.config_bytes + 1)
    except UploadError as e:
        raise BatchError(e.problem) from e
    if len(data) > limits.config_bytes:
        raise _wrong("文件过大", "the file is too large")
    try:
        values = tomllib.loads(_decode(data))
    except (tomllib.TOMLDecodeError, RecursionError) as e:
        raise _wrong(f"不是有效的 TOML（{e}）", f"it is not valid TOML ({e})") from e
    return BatchConfig(
        notice=_text(values, "notice"),
        review_body=_text(values, "review_body") or "",
        received_at=_moment(values.get("received_at")),
        raw=values,
    )


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            # TOML forbids a lone carriage return; editors of old write them.
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise _wrong("编码既非 UTF-8 也非 GB18030", "it is neither UTF-8 nor GB18030")


def _text(values: Mapping[str, object], key: str) -> str | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong(f"{key} 应为加引号的文字", f"{key} should be text in quotes")
    return value.strip() or None


def _moment(value: object) -> dt.datetime | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value.strip())
        except ValueError as e:
            raise _wrong_moment() from e
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=_CHINA)
    if isinstance(value, dt.date):
        # A day without a time is over when it is over: deadlines run to 24:00.
        return dt.datetime.combine(value, dt.time(23, 59, 59), _CHINA)
    raise _wrong_moment()


def _wrong_moment() -> BatchError:
    example = "received_at = 2024-04-05T18:00:00+08:00"
    return _wrong(f"received_at 应为时间，例如 {example}", f"write a time, such as {example}")


def _wrong(zh: str, en: str) -> BatchError:
    return BatchError(
        Problem(
            "E-BATCH-CONFIG",
            f"{CONFIG_NAME} 无法使用：{zh}；请改正后重新提交，或删去该文件以采用默认值。",
            f"{CONFIG_NAME} cannot be used: {en}. "
            "Correct it and submit again, or remove the file to use the defaults.",
        )
    )
