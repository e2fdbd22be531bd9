"""The command line `heyan`; its commands are listed below.

Each command's module is imported when it is called: `heyan read` never loads
Dagster, and `heyan --help` loads nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click

from evidence.errors import HeyanError
from extractors.loading import loading
from pipeline.cli.voice import INTERRUPTED, REFUSED, Voice

_COMMANDS: Mapping[str, str] = {
    "run": "Check a batch and write its rosters (核验一个批次并生成名册).",
    "plan": "Say what would run again and why (说明将重新运行什么及原因).",
    "read": "Read files and show what is in them (识读文件).",
    "rules": "Show every rule with its article (规则表).",
    "authority": "Explain what the register says of an awarding body (查询授权机关名录).",
    "patent": "Say what a patent number says (说明专利号).",
    "cnipa": "Look-up list, official results (待检索清单、官方检索结果).",
    "serve": "Start the review desk and the Dagster UI (启动核验台和监控界面).",
    "worker": "Take runs from the cluster's broker (集群工作进程).",
    "desk": "Manage the review desk's accounts and database (管理核验台).",
    "audit": "Check the desk's record of who did what (检查操作记录).",
    "backup": "Copy everything that is stored, while it is in use (备份).",
    "restore": "Bring a backup back (从备份恢复).",
    "archive": "Make archive bags of applicants (归档).",
    "verify": "Hash everything stored again (校验存储).",
    "doctor": "Say what this machine lacks (检查本机环境).",
}


class _Lazy(click.Group):
    """Knows the commands by name; imports one when it is asked for."""

    def invoke(self, ctx: click.Context) -> object:
        """A user's mistake is a sentence and a status, never a traceback."""
        try:
            return super().invoke(ctx)
        except HeyanError as e:
            ctx.obj.problem(e.problem)
            raise SystemExit(REFUSED) from e
        except KeyboardInterrupt as e:
            ctx.obj.interrupted()
            raise SystemExit(INTERRUPTED) from e

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        with loading():
            command: click.Command = importlib.import_module(f"pipeline.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language (语言); default: the locale's."
)
@click.version_option(package_name="heyan", message="heyan %(version)s")
@click.pass_context
def heyan(context: click.Context, lang: str | None) -> None:
    """核验 — checks the evidence that workers submit for a higher skill grade, and shows why."""
    context.obj = Voice.of(lang)


def main() -> None:
    """The console script."""
    heyan()
