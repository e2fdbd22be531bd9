"""What the upload page's script must know: the rules' numbers and names, and its sentences."""

from __future__ import annotations

from typing import Any, NamedTuple

from evidence.batch_names import (
    CNIPA,
    CONFIG_NAME,
    LOCK_BYTES,
    LOCK_PREFIX,
    READY_MARKER,
    SYSTEM_FOLDERS,
    SYSTEM_NAMES,
    TABLE_NAMES,
    TABLE_TYPES,
    UPLOADS,
)
from review.desk.batches.limits import UploadLimits


class _Text(NamedTuple):
    """A sentence, Chinese first."""

    zh: str
    en: str


_TEXTS = {
    "counts": _Text("{files} 个文件，共 {size}", "{files} files, {size}"),
    "leftOut": _Text("以下 {files} 个文件不会上传", "These {files} files will not be sent"),
    "leftOutMore": _Text("…… 另有 {files} 个", "… and {files} more"),
    "oneThing": _Text(
        "请只拖入一个批次文件夹，或一个 .zip 压缩包。",
        "Drop one batch folder, or one .zip.",
    ),
    "batchId": _Text(
        "批次编号只能用英文字母、数字、_ 和 -，以字母或数字开头，最多64个字符，不以 -s 加三位数字结尾。",
        "A batch id has letters A–Z, digits, _ and -, begins with a letter or digit, has at most "
        "64 characters and does not end in -s and three digits.",
    ),
    "whole": _Text(
        "已传完 {files} / {allFiles} 个文件，{size} / {allSize}",
        "{files} of {allFiles} files sent, {size} of {allSize}",
    ),
    "percent": _Text("已上传 {percent}%", "{percent}% sent"),
    "comparing": _Text("正在核对已传内容：{name}", "Comparing what was sent before: {name}"),
    "sending": _Text("正在上传：{name}", "Sending: {name}"),
    "handingOver": _Text("全部传完，正在移交 …", "All sent; handing over …"),
    "lost": _Text(
        "连接中断。已传完的内容都已保存，{seconds} 秒后自动重试。",
        "The connection is lost. What was sent is kept; trying again in {seconds} s.",
    ),
    "back": _Text("连接已恢复，继续上传。", "The connection is back; going on."),
    "stopped": _Text(
        "已停止。已传完 {files} / {allFiles} 个文件，都已保存；再次选择同一文件夹即可继续。",
        "Stopped. {files} of {allFiles} files are sent and kept; choose the same folder to go on.",
    ),
    "signedOut": _Text(
        "登录已失效。已传完的内容都已保存；请刷新页面、重新登录，再次选择同一文件夹即可继续。",
        "You are signed out. What was sent is kept; reload, sign in, and choose the same folder "
        "to go on.",
    ),
    "elsewhere": _Text(
        "{by} 于 {since} 开始上传这个批次，尚未传完。",
        "{by} began to upload this batch at {since} and has not finished.",
    ),
    "done": _Text(
        "批次 {batch} 已移交：{files} 个文件，{size}，内容校验一致。",
        "Batch {batch} was handed over: {files} files, {size}; every checksum agrees.",
    ),
    "doneTitle": _Text("上传完成", "Upload finished"),
}


def texts_for_browser(*, english: bool) -> dict[str, str]:
    """The script's sentences in one language, with `{names}` that it fills in."""
    return {key: text[english] for key, text in _TEXTS.items()}


def rules_for_browser(limits: UploadLimits) -> dict[str, Any]:
    """The numbers and names that `upload_rules.js` applies as `upload_paths` does."""
    return {
        "fileBytes": limits.file_bytes,
        "zipBytes": limits.zip_bytes,
        "batchBytes": limits.batch_bytes,
        "files": limits.files,
        "nameBytes": limits.name_bytes,
        "pathBytes": limits.path_bytes,
        "depth": limits.depth,
        "systemNames": sorted(SYSTEM_NAMES),
        "systemFolders": sorted(SYSTEM_FOLDERS),
        "lockPrefix": LOCK_PREFIX,
        "lockBytes": LOCK_BYTES,
        "marker": READY_MARKER,
        "config": CONFIG_NAME,
        "folders": [UPLOADS, CNIPA],
        "tables": [f"{name}.{kind}" for name in TABLE_NAMES for kind in TABLE_TYPES],
    }
