"""Frozen dataclasses to plain JSON values and back, by their fields.

What equals its default is left out, so a field that is added later with a default changes no stored value
and no digest. Reading is strict: unknown names, wrong types and text no database can keep are refused with
the place where they stand. Reading follows the shape, never the value, so a deep value cannot exhaust the stack.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
Reader = Callable[[Any, str], Any]
Writer = Callable[[Any], Any]


class BadShape(ValueError):
    """A value that does not have the shape that is needed. `path`: where; `problem`: what is wrong there."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


def read(shape: type[Value], value: object) -> Value:
    """The `shape` that this JSON value describes. Raises BadShape."""
    hint: Any = shape
    result: Value = _reader(hint)(value, "")
    return result


def write(value: object) -> dict[str, Any]:
    """The JSON value that `read` turns into an equal dataclass."""
    result: dict[str, Any] = _written(value)
    return result


def canonical(value: object) -> bytes:
    """One byte form for equal JSON values: sorted names, no spaces, UTF-8. Raises BadShape."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadShape("", "this cannot be written as JSON") from error


def checked_text(value: object, path: str) -> str:
    """`value`, if it is text that can be kept: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str):
        raise BadShape(path, "text expected")
    if "\0" in value:
        raise BadShape(path, "this contains a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadShape(path, "this is not valid Unicode") from error
    return value


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(name: str) -> str:
    return ascii(name[:40])[1:-1]


def _flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise BadShape(path, "true or false expected")
    return value


def _number(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadShape(path, "a whole number expected")
    if abs(value) > 1_000_000:
        raise BadShape(path, "this number is too large")
    return value


def _enum_reader(shape: type[StrEnum]) -> Reader:
    known = {member.value: member for member in shape}

    def read_enum(value: Any, path: str) -> StrEnum:
        if not isinstance(value, str) or value not in known:
            raise BadShape(path, f"one of these expected: {', '.join(known)}")
        return known[value]

    return read_enum


def _tuple_reader(shape: Any) -> Reader:
    read_item = _reader(get_args(shape)[0])

    def read_tuple(value: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise BadShape(path, "a list expected")
        return tuple([read_item(item, f"{path}[{_place(item, index)}]") for index, item in enumerate(value)])

    return read_tuple


def _place(item: Any, index: int) -> str:
    key = item.get("key") if isinstance(item, dict) else None
    return _shown(key) if isinstance(key, str) and key else str(index)


def _mapping_reader(shape: Any) -> Reader:
    read_key, read_value = (_reader(part) for part in get_args(shape))

    def read_mapping(value: Any, path: str) -> dict[Any, Any]:
        if not isinstance(value, Mapping):
            raise BadShape(path, "a mapping expected")
        result = {}
        for name, item in value.items():
            key = read_key(name, path)
            result[key] = read_value(item, _join(path, _shown(key)))
        return result

    return read_mapping


def _dataclass_reader(shape: Any) -> Reader:
    hints = get_type_hints(shape)
    readers = {field.name: _reader(hints[field.name]) for field in fields(shape)}
    needed = [field.name for field in fields(shape) if _default(field) is MISSING]

    def read_dataclass(value: Any, path: str) -> Any:
        if not isinstance(value, Mapping):
            raise BadShape(path, "a mapping expected")
        parts = {}
        for name, item in value.items():
            if not isinstance(name, str) or name not in readers:
                shown = _shown(name) if isinstance(name, str) else type(name).__name__
                raise BadShape(path, f"unknown name: {shown}")
            parts[name] = readers[name](item, f"{path}.{name}" if path else name)
        for name in needed:
            if name not in parts:
                raise BadShape(_join(path, name), "this is missing")
        return shape(**parts)

    return read_dataclass


def _optional_reader(shape: Any) -> Reader:
    read_part = _reader(next(part for part in get_args(shape) if part is not NoneType))

    def read_optional(value: Any, path: str) -> Any:
        return None if value is None else read_part(value, path)

    return read_optional


@cache
def _reader(shape: Any) -> Reader:
    plain: dict[Any, Reader] = {str: checked_text, bool: _flag, int: _number}
    if shape in plain:
        return plain[shape]
    if is_dataclass(shape):
        return _dataclass_reader(shape)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return _enum_reader(shape)
    if get_origin(shape) is tuple:
        return _tuple_reader(shape)
    if isinstance(shape, UnionType):
        return _optional_reader(shape)
    return _mapping_reader(shape)


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _written(value: Any) -> Any:
    shape: Any = type(value)
    return _writer(shape)(value)


@cache
def _writer(shape: Any) -> Writer:
    if is_dataclass(shape):
        return _dataclass_writer(shape)
    if issubclass(shape, StrEnum):
        return str
    if issubclass(shape, tuple):
        return lambda value: [_written(item) for item in value]
    if issubclass(shape, Mapping):
        return lambda value: {str(key): _written(item) for key, item in value.items()}
    return lambda value: value


def _dataclass_writer(shape: Any) -> Writer:
    defaults = [(field.name, _default(field)) for field in fields(shape)]

    def write_dataclass(value: Any) -> dict[str, Any]:
        parts = ((name, getattr(value, name), default) for name, default in defaults)
        return {name: _written(part) for name, part, default in parts if part != default}

    return write_dataclass
