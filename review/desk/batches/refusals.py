"""What a person is told of a file or a batch that is not taken from the browser, by code."""

from __future__ import annotations

from django.conf import settings

from evidence.errors import BatchError, Problem
from review.desk.batches.limits import UploadLimits

_GIB = 1024**3
_PROBLEMS = (
    Problem(
        "E-UPLOAD-PATH",
        "路径指向文件夹之外或不是正常路径，不予接收；请更正文件夹结构后重新选择。",
        "The path leads out of the folder or is no proper path; mend the folder and choose again.",
    ),
    Problem(
        "E-UPLOAD-NAME",
        "文件名含有控制字符或磁盘不能保存的字符；请重命名后重新选择。",
        "The name has characters that no disk takes; rename the file and choose again.",
    ),
    Problem(
        "E-UPLOAD-NAME-LONG",
        "文件名或路径过长（文件名最多 {name_bytes} 字节，路径最多 {path_bytes} 字节，一个汉字占3字节）；"
        "请缩短后重新选择。",
        "The name or path is too long (at most {name_bytes} bytes a name, {path_bytes} a path; "
        "a Chinese character takes 3); shorten it and choose again.",
    ),
    Problem(
        "E-UPLOAD-DEPTH",
        "文件夹嵌套超过 {depth} 层；请减少层数后重新选择。",
        "Folders are nested deeper than {depth} levels; use fewer and choose again.",
    ),
    Problem(
        "E-UPLOAD-SYSTEM",
        "操作系统或办公软件留下的文件，不是申报材料，不上传。",
        "Left behind by the system or an office program; it is no evidence and is not sent.",
    ),
    Problem(
        "E-UPLOAD-STRAY",
        "不在批次格式规定的位置，不上传；申报材料请放入 uploads/申报编号/，查询结果放入 cnipa/。",
        "Not where the batch format has files, so not sent; evidence belongs into "
        "uploads/<application id>/, official results into cnipa/.",
    ),
    Problem(
        "E-UPLOAD-TOO-LARGE",
        "单个文件超过上限（{file_gib} GiB）；请拆分或压缩图像后重新选择。",
        "One file is above the limit ({file_gib} GiB); split it or shrink its images.",
    ),
    Problem(
        "E-UPLOAD-TWICE",
        "与另一个文件同名（仅字符编码形式不同）；请重命名其中一个后重新选择。",
        "Another file has the same name but for its Unicode form; rename one and choose again.",
    ),
    Problem(
        "E-UPLOAD-NOT-ZIP",
        "不是 ZIP 压缩包（RAR、7z 等不支持）；请打包成 .zip，或直接选择文件夹。",
        "Not a zip (RAR, 7z and others are not supported); pack a .zip or choose the folder.",
    ),
    Problem(
        "E-UPLOAD-ZIP-ENCRYPTED",
        "压缩包已加密，无法解压；请去除密码后重新打包，或直接选择文件夹。",
        "The zip is encrypted; pack it again without a password or choose the folder.",
    ),
    Problem(
        "E-UPLOAD-ZIP-CUT",
        "压缩包不完整（缺少结尾），可能复制时中断；请重新打包后选择。",
        "The zip is incomplete (its end is missing), perhaps cut off when copied; pack it again.",
    ),
    Problem(
        "E-UPLOAD-ZIP-LARGE",
        "压缩包超过上限（{zip_gib} GiB）；请分成几个批次，或直接选择文件夹。",
        "The zip is above the limit ({zip_gib} GiB); split the batch or choose the folder.",
    ),
    Problem(
        "E-UPLOAD-FILES",
        "一个批次最多 {files} 个文件；请分成几个批次上传。",
        "A batch has at most {files} files; send it as several batches.",
    ),
    Problem(
        "E-UPLOAD-BYTES",
        "一个批次最多 {batch_gib} GiB；请分成几个批次上传。",
        "A batch has at most {batch_gib} GiB; send it as several batches.",
    ),
    Problem(
        "E-UPLOAD-EMPTY",
        "所选文件夹中没有 uploads/ 文件夹，也没有 applications 或 claims 表，没有上传任何内容；"
        "请选择批次文件夹本身。",
        "The folder has neither uploads/ nor a table of applications or claims, and nothing was "
        "sent; choose the batch's own folder.",
    ),
    Problem(
        "E-UPLOAD-REQUEST",
        "上传请求不完整，没有更改任何内容；请刷新页面后重新选择同一文件夹。",
        "The request was not complete and changed nothing; reload and choose the same folder again.",
    ),
    Problem(
        "E-UPLOAD-HASH",
        "收到的内容与原文件的校验值不符，该文件将重新上传。",
        "What arrived is not what the file holds (its SHA-256 differs); it is sent again.",
    ),
    Problem(
        "E-UPLOAD-READ",
        "浏览器无法读取所选文件（可能已移动、更改或被占用）；已传完的都已保存，请重新选择同一文件夹。",
        "The browser cannot read a chosen file (moved, changed or in use?); what was sent is kept. "
        "Choose the same folder again.",
    ),
    Problem(
        "E-UPLOAD-UNFINISHED",
        "还有文件没有传完，尚未移交；请再次选择同一文件夹以继续。",
        "Files are still missing, so nothing was handed over; choose the same folder to go on.",
    ),
    Problem(
        "E-UPLOAD-GONE",
        "该上传已放弃或已移交，没有更改任何内容；请在批次页查看。",
        "This upload was given up or handed over already; nothing was changed. See the batches.",
    ),
    Problem(
        "E-UPLOAD-EXISTS",
        "这个批次编号已经有内容。请选择：补充材料、替换为新版本，或改用其他编号；原有内容会保留。",
        "This batch id is in use. Choose: add to it, replace it by a new version, or take another "
        "id. What is there is kept either way.",
    ),
    Problem(
        "E-UPLOAD-BUSY",
        "该批次正在处理，现在不能更改；已传内容都已保存，请等处理结束后再移交。",
        "The batch is being processed and cannot be changed now; what was sent is kept. Hand it "
        "over when the processing has ended.",
    ),
    Problem(
        "E-UPLOAD-ELSEWHERE",
        "这个批次已有一次未完成的上传。可以接着传，或先在批次页放弃它。",
        "An upload of this batch is unfinished. Go on with it, or give it up on the batches page.",
    ),
    Problem(
        "E-UPLOAD-PLACES",
        "这个批次由其他机构上传，或有其他地区的申报人，没有更改任何内容；请联系市级操作员，或改用其他编号。",
        "This batch was uploaded by another office or has applicants of other places; nothing was "
        "changed. Ask an operator of the city, or take another id.",
    ),
    Problem(
        "E-UPLOAD-WRITE",
        "服务器无法保存文件，已传完的文件都已保存；请管理员检查磁盘与权限，然后再次选择同一文件夹继续。",
        "The server cannot store files; those sent whole are kept. Ask the administrator to check "
        "the disk and its permissions, then choose the same folder to go on.",
    ),
    Problem(
        "E-UPLOAD-INBOX",
        "无法写入收件箱，已传内容都已保存；请管理员检查磁盘与权限后再移交。",
        "The inbox cannot be written; what was sent is kept. Ask the administrator to check the "
        "disk and its permissions, then hand over again.",
    ),
    Problem(
        "E-DISK-FULL",
        "服务器磁盘空间不足，已传完的文件都已保存；请管理员腾出空间，然后再次选择同一文件夹继续。",
        "The server's disk is full; files that were sent whole are kept. Ask the administrator to "
        "make room, then choose the same folder to go on.",
    ),
)
_SENTENCES = {one.code: one for one in _PROBLEMS}
"""With `{names}` of limits, which `problem` fills in."""


def problem(code: str) -> Problem:
    """The problem of this code. Raises KeyError where there is none such."""
    limits: UploadLimits = settings.UPLOAD_LIMITS
    values = {
        "name_bytes": limits.name_bytes,
        "path_bytes": limits.path_bytes,
        "depth": limits.depth,
        "files": f"{limits.files:,}",
        "file_gib": f"{limits.file_bytes / _GIB:g}",
        "zip_gib": f"{limits.zip_bytes / _GIB:g}",
        "batch_gib": f"{limits.batch_bytes / _GIB:g}",
    }
    told = _SENTENCES[code]
    return Problem(code, told.zh.format(**values), told.en.format(**values))


def sentences(*, english: bool) -> dict[str, str]:
    """Every sentence by its code, for the browser, which refuses before it sends."""
    problems = map(problem, _SENTENCES)
    return {one.code: one.en if english else one.zh for one in problems}


class UploadRefusedError(BatchError):
    """An upload, or a step of it, that is refused; `detail` helps the browser to go on."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(problem(code))
        self.detail = detail
