"""The handbook's page of roles, made from the table itself: docs/desk-roles.md.

`python -m review.desk.access.roles_page > docs/desk-roles.md` writes it anew.
"""

from __future__ import annotations

from review.desk.access.roles import ACTION_NAMES, ALLOWED, OF_THE_WHOLE, ROLE_NAMES, Action, Role

_HEAD = """\
# 核验台的角色 · Roles of the review desk

本页由 `python -m review.desk.access.roles_page` 根据 `review/desk/access/roles.py` 生成，请勿手改。
This page is made from that file by that command.

未列出的一律不允许。一个人可以有多个角色，能做的是各角色之和；没有角色的账号什么也不能做。
What is not listed is not allowed. A person may have several roles and may do what any of them
allows; an account without a role may do nothing.
"""
_TAIL = """\
## 角色以外的限制 · What limits a role besides

- **地区**：限定了地区的审核员、复核员、操作员只看到这些地区的申报人；初审由县区办理，之后由市级审核。
  {whole_zh}不能限定地区：记录是一条完整的链，要么全看，要么不看。
  An account bound to places sees the applicants of these alone; 初审 is the county's, what follows
  the city's. {whole_en} cannot be bound to places: the record is one chain, seen whole or not at all.
- **上传**：未完成的上传只由开始它的人继续；别人接手须先写明，记录中可见。限定了地区的操作员可以上传新的
  批次；已有的批次，只有最近一次由本机构上传的，或申报人全部属于其地区的，才能补充、替换或请求重新处理。
  An unfinished upload is that of whoever began it; another person says first that they take it over,
  and the record tells. An operator bound to places uploads new batches; of those that are there, they add to,
  replace or try again only what their own office uploaded last or what has applicants of their places alone.
- **换人**：同一事项同一轮次的各阶段由不同的人决定，有几个角色也一样；复核的人先不看前一决定，
  有人重新打开的事项也不看以前各轮的决定。已裁定的事项只有管理员可以重新打开。
  Each stage of an item's round is another person's, whatever roles one has; whoever reviews second
  does not see the first decision before giving their own, nor those of earlier rounds where somebody
  opened the item again. Only an administrator opens again what was adjudicated.
- **自己的角色**：任何人不能更改自己的角色和地区，也不能停用自己，由另一位管理员办理。只有一名管理员的
  单位须先开设第二个账号，记录中可见。最后一名管理员不能被停用或取消。
  Nobody changes their own roles or places or closes their own account; another administrator does.
  A body with one administrator opens a second account first, which the record shows. The last
  administrator can neither be closed nor demoted.
- **账号**：只停用，不删除；决定和记录中有它的名字。
  Accounts are closed, never deleted: decisions and the record name them.
"""


def roles_page() -> str:
    """The page as Markdown."""
    heads = [" ".join(ROLE_NAMES[role]) for role in Role]
    lines = [
        "| 事项 · Action | " + " | ".join(heads) + " |",
        "|---|" + ":-:|" * len(heads),
        *(_row(action) for action in Action),
    ]
    whole = [role for role in Role if role in OF_THE_WHOLE]
    tail = _TAIL.format(
        whole_zh="、".join(ROLE_NAMES[role][0] for role in whole),
        whole_en=" and ".join(ROLE_NAMES[role][1] for role in whole),
    )
    return "\n".join([_HEAD, *lines, "", tail])


def _row(action: Action) -> str:
    zh, en = ACTION_NAMES[action]
    marks = ["✓" if role in ALLOWED.get(action, ()) else "" for role in Role]
    return f"| {zh} · {en} | " + " | ".join(marks) + " |"


if __name__ == "__main__":
    print(roles_page(), end="")  # noqa: T201  the page is the program's answer
