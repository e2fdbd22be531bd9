"""What the terminal of `heyan serve` says of the inbox: taken, refused, done, failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from evidence.batch_names import REFUSED_SUFFIX
from evidence.inbox import CNIPA_FILES, OFFICIAL, PROGRESS, Progress, Stage
from extractors.intake.walking import decoded
from pipeline.cli.voice import Voice
from pipeline.desk import batch_address
from pipeline.home import Home
from pipeline.progress_files import read_progress

_AT_WORK = frozenset({Stage.TAKEN, Stage.READING})


class InboxNews:
    """Looks into the progress files and the notes of refusal; says what is new, a line each.

    What stood there before it began is no news.
    """

    def __init__(self, home: Home, voice: Voice) -> None:
        self._progress = home.state / PROGRESS
        self._inbox = home.inbox
        self._voice = voice
        self._stages: dict[str, tuple[Stage, str]] = {}
        self._seen: dict[Path, int] = {}
        self._batches()
        self._refusals()

    def look(self) -> None:
        """Say what happened since the last look."""
        for before, now in self._batches():
            self._tell(before, now)
        for note in self._refusals():
            self._tell_refusal(note)

    def _batches(self) -> list[tuple[Stage | None, Progress]]:
        """Batches of another stage than at the last look, with that stage."""
        changed = []
        for path in self._new(self._progress.glob("*.json")):
            now = read_progress(path)
            if now is None:
                continue
            before = self._stages.get(now.batch)
            self._stages[now.batch] = (now.stage, now.message_zh)
            if before != self._stages[now.batch]:
                changed.append((before[0] if before else None, now))
        return changed

    def _refusals(self) -> list[Path]:
        folders = (self._inbox, self._inbox / OFFICIAL, self._inbox / CNIPA_FILES)
        return [note for folder in folders for note in self._new(folder.glob(f"*{REFUSED_SUFFIX}"))]

    def _new(self, paths: Iterable[Path]) -> Iterator[Path]:
        """Those written since the last look."""
        for path in sorted(paths):
            try:
                written = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue
            if self._seen.get(path) != written:
                self._seen[path] = written
                yield path

    def _tell(self, before: Stage | None, now: Progress) -> None:
        name = now.batch
        if now.stage is Stage.FAILED:
            self._voice.say(
                f"批次 {name} 失败：{now.message_zh}", f"Batch {name} failed: {now.message_en}"
            )
        elif now.stage is Stage.PUBLISHED:
            self._voice.say(
                f"批次 {name} 已完成：{now.applicants} 名申报人，见 {batch_address(name)}",
                f"Batch {name} is done: {now.applicants} applicants, see {batch_address(name)}",
            )
        elif now.stage in _AT_WORK and before not in _AT_WORK:
            self._voice.say(
                f"批次 {name} 已受理：{now.applicants} 名申报人，{now.files} 个文件",
                f"Batch {name} is taken: {now.applicants} applicants, {now.files} files",
            )

    def _tell_refusal(self, note: Path) -> None:
        name = decoded(note.name.removesuffix(REFUSED_SUFFIX))
        try:
            code, zh, en, *_ = note.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return
        self._voice.say(f"{name} 被拒收：{code}：{zh}", f"{name} is refused: {code}: {en}")
