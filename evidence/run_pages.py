"""Where the pages of Dagster's UI are that pages of the desk and alerts link to."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from evidence.errors import MachineError, Problem

DAGSTER_URL = "HEYAN_DAGSTER_URL"
_NEAR = "http://127.0.0.1:3000"


def dagster_url(environment: Mapping[str, str]) -> str:
    """The address of Dagster's UI, without a slash at its end.

    Raises MachineError (`E-SETTING`) where the variable holds anything but an http(s) address,
    or one with a name or password, which would leave in every link. What it holds is never told.
    """
    url = environment.get(DAGSTER_URL, "").strip() or _NEAR
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        fits = False
    if not fits:
        raise MachineError(
            Problem(
                "E-SETTING",
                f"{DAGSTER_URL} 应为 Dagster 界面的地址（http:// 或 https://，不带用户名和密码），"
                "用于链接到运行页面；Dagster 的数据库写在 HEYAN_DAGSTER_DATABASE_URL。",
                f"{DAGSTER_URL} must be the address of Dagster's UI (http:// or https://, without "
                "user and password), to which links to runs lead; Dagster's database goes into "
                "HEYAN_DAGSTER_DATABASE_URL.",
            )
        )
    return url.rstrip("/")
