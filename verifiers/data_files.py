"""The project's own data files: YAML, checked against a JSON schema before anything is believed."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import yaml

from evidence.errors import DataError, Problem


def load_checked(text: str, schema_package: str, schema_name: str, code: str, file: str) -> Any:
    """The content of a YAML text that fulfils its schema.

    Raises DataError: `<code>-YAML` where it is no YAML, `<code>-SCHEMA` where
    it breaks the schema; both name the file and the place.
    """
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as e:  # ValueError: a day that does not exist
        raise data_error(f"{code}-YAML", file, "不是合法的YAML", f"is not valid YAML: {e}") from e
    schema = json.loads(read_data(schema_package, schema_name))
    # Dates are compared as written: YAML makes dates of them, JSON schema knows strings only.
    errors = jsonschema.Draft202012Validator(schema).iter_errors(_as_json(data))
    first = min(errors, key=lambda error: [str(part) for part in error.absolute_path], default=None)
    if first is not None:
        place = "/".join(str(part) for part in first.absolute_path) or "/"
        raise data_error(
            f"{code}-SCHEMA", file, f"{place} 处不符合规定的结构", f"at {place}: {first.message}"
        )
    return data


def read_data(package: str, name: str) -> str:
    """The text of a data file that is installed with a package."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def data_error(code: str, file: str, zh: str, en: str) -> DataError:
    """An error in a data file, with what to do about it."""
    return DataError(
        Problem(
            code,
            f"数据文件 {file} {zh}，请更正后重试。",
            f"The data file {file} {en}. Mend it and try again.",
        )
    )


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str, ensure_ascii=False))
