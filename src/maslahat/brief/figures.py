"""The figures of a result as they are saved, read back as a result (DESIGN §4)."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from maslahat.options.result import OptionsResult


def as_saved(result: OptionsResult) -> OptionsResult:
    """Return the result with its figures cut as in a file, so that a page made of either is the same."""
    return read_result(result.to_json())


def read_result(values: dict[str, Any]) -> OptionsResult:
    """Return the result that `OptionsResult.to_json` wrote; KeyError, TypeError or ValueError if none."""
    result: OptionsResult = _read(OptionsResult, values)
    return result


def _read(kind: Any, value: Any) -> Any:
    """Return a JSON value as the type that a field is declared with."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return None if value is None else _read(next(part for part in inner if part is not type(None)), value)
    if origin is tuple:
        return _tuple(inner, value)
    if origin is dict:
        return {str(key): _read(inner[1], item) for key, item in value.items()}
    if is_dataclass(kind):
        return _dataclass(kind, value)
    if kind is float:
        return float(value)
    return value


def _dataclass(kind: Any, value: dict[str, Any]) -> Any:
    return kind(**{name: _read(hint, value[name]) for name, hint in _hints(kind).items() if name in value})


def _tuple(inner: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], item) for item in value)
    return tuple(_read(part, item) for part, item in zip(inner, value, strict=True))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {item.name: hints[item.name] for item in fields(kind)}
