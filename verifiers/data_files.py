"""The project's own data files: YAML, checked against a JSON schema before anything is believed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import jsonschema
import yaml

from evidence.errors import DataError, Problem

_DATE = r"^\d{4}-\d{2}-\d{2}$"


class _OnceLoader(yaml.CSafeLoader):
    """Refuses a key that is written twice: the second would silently win.

    On libyaml, which every wheel of PyYAML holds: the data files load in a fifth of the time.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node. Raises ConstructorError where a key stands twice."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for (key_node, _), key in zip(node.value, keys, strict=True):
            if keys.count(key) > 1:
                problem = f"the key {key} is written twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
        return super().construct_mapping(node, deep=deep)


def load_yaml(text: str) -> Any:
    """The content of a YAML text. Raises YAMLError, or ValueError for a day that does not exist."""
    return yaml.load(text, Loader=_OnceLoader)  # noqa: S506  a SafeLoader


def load_checked(text: str, schema_package: str, schema_name: str, code: str, file: str) -> Any:
    """The content of a YAML text that fulfils its schema.

    Raises DataError: `<code>-YAML` where it is no YAML, `<code>-SCHEMA` where
    it breaks the schema; both name the file and the place.
    """
    try:
        data = load_yaml(text)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        line = f"第{mark.line + 1}行附近" if mark else ""
        zh = f"{line}不是合法的YAML（检查缩进、英文冒号和引号，同一项是否写了两遍）"
        raise data_error(f"{code}-YAML", file, zh, f"is not valid YAML: {e}") from e
    except (yaml.YAMLError, ValueError) as e:  # ValueError: a day that does not exist
        zh = "不是合法的YAML，或其中有不存在的日期"
        raise data_error(f"{code}-YAML", file, zh, f"is not valid YAML: {e}") from e
    schema = json.loads(read_data(schema_package, schema_name))
    # Dates are compared as written: YAML makes dates of them, JSON schema knows strings only.
    written = _as_json(data)
    errors = jsonschema.Draft202012Validator(schema).iter_errors(written)
    first = min(errors, key=lambda error: [str(part) for part in error.absolute_path], default=None)
    if first is not None:
        place = "/".join(str(part) for part in first.absolute_path) or "/"
        raise data_error(
            f"{code}-SCHEMA",
            file,
            f"{place}{_whose(written, first)} 处不符合规定的结构{_broken(first)}",
            f"at {place}: {first.message}",
        )
    return data


def read_data(package: str, name: str) -> str:
    """The text of a data file that is installed with a package."""
    return text_of_file(resources.files(package).joinpath(name))


def text_of_file(file: Traversable) -> str:
    """The text of a data file. Raises DataError (`E-DATA-ENCODING`) where it is not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise data_error(
            "E-DATA-ENCODING",
            file.name,
            "不是UTF-8编码（可能另存成了ANSI），须另存为UTF-8",
            "is not UTF-8",
        ) from e


def data_error(code: str, file: str, zh: str, en: str) -> DataError:
    """An error in a data file, with what to do about it."""
    return DataError(
        Problem(
            code,
            f"数据文件 {file} {zh}，请更正后重试。",
            f"The data file {file} {en}. Mend it and try again.",
        )
    )


def _whose(data: Any, error: jsonschema.ValidationError) -> str:
    """The name of the entry that the place is in, where entries bear names: 296 says little."""
    name = ""
    for part in error.absolute_path:
        data = data[part]
        if isinstance(data, dict) and isinstance(data.get("name"), str):
            name = data["name"]
    return f"（“{name}”）" if name else ""


def _broken(error: jsonschema.ValidationError) -> str:
    """In Chinese, how a place breaks the schema; empty where the place says enough."""
    wanted, schema, found = _parts(error)
    match error.validator:
        case "additionalProperties":
            known = set(schema.get("properties", ()))
            said = f"多出的项：{_names(key for key in found if key not in known)}"
        case "required":
            said = f"缺少的项：{_names(key for key in wanted if key not in found)}"
        case "enum":
            said = f"“{found}”应为其中之一：{_names(wanted)}"
        case "pattern" if wanted == _DATE:
            said = f"“{found}”应写作 2024-03-20 这样的日期"
        case "type" | "pattern" | "minimum" | "maximum":
            said = f"值“{found}”不合要求"
        case _:
            return ""
    return f"（{said}）"


def _parts(error: jsonschema.ValidationError) -> tuple[Any, Any, Any]:
    """What the schema wants, the schema, and what was found; the library types them as unset."""
    return error.validator_value, error.schema, error.instance


def _names(names: Iterable[Any]) -> str:
    return "、".join(map(str, names))


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str, ensure_ascii=False))
