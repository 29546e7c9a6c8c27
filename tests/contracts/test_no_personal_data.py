"""A fact event, which is kept for years, has no room for a name, an address or free text."""

import re
import types
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from shared.codes import OpenCode
from shared.contracts.catalogue import bodies
from shared.messaging.event import Event

SPEAKS_OF_NOBODY = (UUID, date, datetime, time, bool, int, Decimal, Enum)
ABOUT_SOMEBODY = ["Mara Özgür", "O'Neill", "mara@example.org", "+49 2307 12345", "Hof 1, Kamen"]

EVENTS = sorted(name for name, body in bodies().items() if issubclass(body, Event))


def fields_of(model: type[BaseModel], path: str) -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    """Every value of a body however deep: where it lies, its type, its rules."""
    for name, field in model.model_fields.items():
        yield from _values(field.annotation, tuple(field.metadata), f"{path}.{name}")


def _values(kind: Any, rules: tuple[Any, ...], path: str) -> Iterator[tuple[str, Any, Any]]:
    if hasattr(kind, "__metadata__"):
        field = FieldInfo.from_annotation(kind)
        yield from _values(field.annotation, (*rules, *field.metadata), path)
    elif get_origin(kind) in (Union, types.UnionType, tuple):
        for inner in get_args(kind):
            if inner not in (type(None), Ellipsis):
                yield from _values(inner, rules, path)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from fields_of(kind, path)
    else:
        yield path, kind, rules


def could_name_somebody(kind: Any, rules: tuple[Any, ...]) -> bool:
    if isinstance(kind, type) and issubclass(kind, OpenCode):
        return any(is_code(kind, text) for text in ABOUT_SOMEBODY)
    if isinstance(kind, type) and issubclass(kind, SPEAKS_OF_NOBODY):
        return False
    patterns = [rule.pattern for rule in rules if getattr(rule, "pattern", None)]
    if kind is not str or not patterns:
        return True
    return any(all(re.search(each, text) for each in patterns) for text in ABOUT_SOMEBODY)


def is_code(kind: type[OpenCode], text: str) -> bool:
    try:
        return bool(kind(text))
    except ValueError:
        return False


@pytest.mark.parametrize("name", EVENTS)
def test_no_field_of_an_event_could_name_somebody(name: str) -> None:
    open_fields = [
        path
        for path, kind, rules in fields_of(bodies()[name], name)
        if could_name_somebody(kind, rules)
    ]
    assert open_fields == []


class DescribedEvent(BaseModel):
    """What no event may say."""

    given_name: str
    remark: Annotated[str, Field(pattern=r".+")]
    anything: dict[str, int]


class Retold(BaseModel):
    """However deep it lies."""

    parts: tuple[DescribedEvent, ...] | None
    school_number: Annotated[str, Field(pattern=r"^\d{6}$")]


def test_a_name_is_found_however_deep_it_lies() -> None:
    found = [
        path for path, kind, rules in fields_of(Retold, "r") if could_name_somebody(kind, rules)
    ]
    assert found == ["r.parts.given_name", "r.parts.remark", "r.parts.anything"]
