"""`heyan plan`: what would run again and why, before it runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
import dagster as dg

from evidence.batch_names import REFUSED_SUFFIX
from pipeline.batches import was_taken
from pipeline.cli.plan_words import duration, reading, step_list, why
from pipeline.cli.voice import DONE, Voice
from pipeline.home import Home, enter_home
from pipeline.inbox import ReadyBatch, is_refused, ready_batches
from pipeline.planning.outdated import Reason
from pipeline.planning.plan import BatchPlan, Conclusion, Steps, plans
from pipeline.planning.work import look_at
from pipeline.whereabouts import check_store

SOMETHING_TO_DO = 10
"""Exit status where something is out of date."""


@click.command()
@click.option(
    "--batch", "batches", multiple=True, help="Only of this batch; may be repeated (只看该批次)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object (输出一个 JSON 对象).")
@click.pass_obj
def command(voice: Voice, batches: tuple[str, ...], *, as_json: bool) -> None:
    """Say what is out of date, why, and what would run; reads only, runs nothing (运行计划).

    Exit status: 0 nothing to do; 10 something is out of date, unfinished, waiting or refused;
    1 a batch is unknown; 2 usage.
    """
    home = enter_home()
    check_store(home)
    with dg.DagsterInstance.get() as instance:
        look = look_at(home, instance)
        found = list(plans(look, look.batches(dict.fromkeys(batches))))
        ready = [] if batches else _not_taken(home)
    refused = [one.source.name for one in ready if is_refused(one)]
    waiting = [one.source.name for one in ready if not is_refused(one)]
    idle = not (ready or look.damaged) and all(plan.is_current for plan in found)
    if as_json:
        told = {
            "something_to_do": not idle,
            "inbox": waiting,
            "refused": refused,
            "batches": _as_data(found),
            "damaged": {batch: problem.code for batch, problem in look.damaged.items()},
        }
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for plan in found:
            if not plan.is_current:
                _show(voice, plan)
        for batch, problem in look.damaged.items():
            voice.say(
                f"批次 {batch} 的记录已损坏，未计入计划：{problem.code} {problem.zh}",
                f"Batch {batch} has a damaged entry and is left out: {problem.code} {problem.en}",
            )
        _show_rest(voice, waiting, refused, current=sum(plan.is_current for plan in found))
    raise SystemExit(DONE if idle else SOMETHING_TO_DO)


def _not_taken(home: Home) -> list[ReadyBatch]:
    """What lies ready in the inbox and was not taken since it was marked."""
    return [one for one in ready_batches(home.inbox) if not was_taken(home, one)]


def _show(voice: Voice, plan: BatchPlan) -> None:
    entry = plan.entry
    voice.say(
        f"批次 {entry.id}（{len(entry.shards)} 个分片，{len(entry.applicants)} 名申报人，"
        f"通知 {plan.notice}）",
        f"Batch {entry.id} ({len(entry.shards)} shards, {len(entry.applicants)} applicants, "
        f"notice {plan.notice})",
    )
    for zh, en in _findings(plan):
        voice.say(f"  {zh}", f"  {en}")
    if plan.at_work:
        voice.say("  正在处理或排队中。", "  A run works on it or waits in the queue.")
        return
    if plan.daemon.certain:
        _show_daemon(voice, plan.daemon)
    if plan.needs_operator:
        zh, en = duration(plan.by_hand.seconds)
        pages, pages_en = reading(plan.pages)
        voice.say(
            f"  不会自动运行：heyan run {entry.source}，{pages}；{zh}",
            f"  Not by itself: heyan run {entry.source} {pages_en}; {en}",
        )


def _findings(plan: BatchPlan) -> list[tuple[str, str]]:
    """A sentence for everything that is out of date."""
    said = []
    if plan.failure:
        said.append((f"上次运行失败：{plan.failure.zh}", f"Its last run failed: {plan.failure.en}"))
    if plan.unfinished:
        shards = ", ".join(plan.unfinished[:5]) + ("…" if len(plan.unfinished) > 5 else "")
        count = len(plan.unfinished)
        said.append(
            (f"{count} 个分片从未核验完：{shards}", f"{count} shards never judged: {shards}")
        )
    if plan.failed:
        shards = ", ".join(plan.failed[:5]) + ("…" if len(plan.failed) > 5 else "")
        count = len(plan.failed)
        said.append(
            (
                f"{count} 个分片的上次核验失败，不会汇总：{shards}",
                f"{count} shards failed when last checked, so nothing is concluded: {shards}",
            )
        )
    grouped: dict[tuple[object, ...], list[tuple[Reason, list[str]]]] = {}
    for reason, concerned in plan.reasons.items():
        key = (reason.why, reason.of, reason.before, reason.now)
        grouped.setdefault(key, []).append((reason, concerned))
    for same in grouped.values():
        assets = ", ".join(dict.fromkeys(reason.asset for reason, _ in same))
        count = len({shard for _, concerned in same for shard in concerned})
        zh, en = why(same[0][0], plan.notice)
        said.append((f"{assets}（{count} 个分片）：{zh}", f"{assets} ({count} shards): {en}"))
    if plan.conclusion is Conclusion.NEVER:
        said.append(("从未汇总发布。", "Never concluded and published."))
    elif plan.conclusion is Conclusion.BEHIND:
        said.append(
            ("名册或核验台落后于核验结果。", "Rosters or desk do not show the latest findings.")
        )
    return said


def _show_daemon(voice: Voice, steps: Steps) -> None:
    zh, en = duration(steps.seconds)
    perhaps = perhaps_en = ""
    if steps.perhaps:
        perhaps = f"；结果有变时再运行 {step_list(steps.perhaps)}"
        perhaps_en = f"; where these come out otherwise also {step_list(steps.perhaps)}"
    voice.say(
        f"  后台将运行：{step_list(steps.certain)}{perhaps}；{zh}",
        f"  The daemon will run: {step_list(steps.certain)}{perhaps_en}; {en}",
    )


def _show_rest(voice: Voice, waiting: Sequence[str], refused: Sequence[str], current: int) -> None:
    for name in refused:
        voice.say(
            f"收件箱中被拒收：{name}（原因见旁边的 {name}{REFUSED_SUFFIX}；更正后重新建立 _READY）",
            f"Refused in the inbox: {name} ({name}{REFUSED_SUFFIX} beside it says why; "
            "mend it and touch _READY again)",
        )
    for name in waiting:
        voice.say(
            f"收件箱中待接收：{name}（后台将运行全部步骤）",
            f"Waiting in the inbox: {name} (the daemon will run every step)",
        )
    voice.say(f"{current} 个批次已是最新。", f"{current} batches are up to date.")


def _as_data(found: Sequence[BatchPlan]) -> list[dict[str, Any]]:
    return [
        {
            "batch": plan.entry.id,
            "notice": plan.notice,
            "up_to_date": plan.is_current,
            "at_work": plan.at_work,
            "failure": plan.failure and {"zh": plan.failure.zh, "en": plan.failure.en},
            "conclusion": plan.conclusion.value,
            "unfinished_shards": list(plan.unfinished),
            "failed_shards": list(plan.failed),
            "outdated": [_reason(plan, *one) for one in plan.reasons.items()],
            "daemon": _steps(plan.daemon)
            | {"runs": [{"steps": run.assets, "shards": run.shards} for run in plan.runs]},
            "asked_in_vain": plan.in_vain,
            "needs_operator": plan.needs_operator,
            "heyan_run": _steps(plan.by_hand)
            | {
                "source": plan.entry.source,
                "pages_to_read": plan.pages.to_read,
                "pages_kept": plan.pages.kept,
                "files_not_counted": plan.pages.uncounted,
            },
        }
        for plan in found
    ]


def _steps(steps: Steps) -> dict[str, Any]:
    seconds = None if steps.seconds is None else round(steps.seconds, 1)
    return {"steps": steps.certain, "perhaps": steps.perhaps, "seconds": seconds}


def _reason(plan: BatchPlan, reason: Reason, shards: Sequence[str]) -> dict[str, Any]:
    zh, en = why(reason, plan.notice)
    return {
        "asset": reason.asset,
        "why": reason.why.value,
        "of": reason.of,
        "before": reason.before,
        "now": reason.now,
        "by_itself": not reason.by_hand,
        "shards": list(shards),
        "zh": zh,
        "en": en,
    }
