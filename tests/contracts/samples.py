"""One body of each type, composed of fixed plain values, so that recording is repeatable."""

import types
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin
from uuid import UUID, uuid5

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from shared.messaging.event import Body

_SPACE = UUID("0197f000-0000-7000-8000-00000000c0de")

# By pattern, because a pattern cannot be turned round.
_MATCHING = {
    r"^\d{6}$": "100001",
    r"^[a-z][a-z0-9_]{1,39}$": "office",
    r"^[a-z][a-z_]{0,62}$": "onboardings",
    r"^[a-z]{1,40}$": "trainings",
    r"^[a-z][a-z-]{0,62}$": "with-person",
    r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){4}$": "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn",
}
_PLAIN: dict[type, Callable[[str], Any]] = {
    UUID: lambda path: uuid5(_SPACE, path),
    date: lambda path: date(2027, 2, 1),
    time: lambda path: time(9, 30),
    datetime: lambda path: datetime.fromisoformat("2027-02-01T08:00:00+01:00"),
    bool: lambda path: True,
    int: lambda path: 7,
    Decimal: lambda path: Decimal("19.5"),
    str: lambda path: path.rpartition(".")[2],
}


def sample(body: type[Body]) -> Body:
    """The same at every call."""
    return body.model_validate(_model(body, body.type_name))


def _model(model: type[BaseModel], path: str) -> dict[str, Any]:
    return {
        name: _field(field, f"{path}.{name}") for name, field in sorted(model.model_fields.items())
    }


def _field(field: FieldInfo, path: str) -> Any:
    for rule in field.metadata:
        if pattern := getattr(rule, "pattern", None):
            return _MATCHING[pattern]
    return _value(field.annotation, path)


def _value(kind: Any, path: str) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        return _value(next(each for each in get_args(kind) if each is not type(None)), path)
    if get_origin(kind) is tuple:
        return [_value(get_args(kind)[0], path)]
    if hasattr(kind, "__metadata__"):
        return _field(FieldInfo.from_annotation(kind), path)
    if issubclass(kind, BaseModel):
        return _model(kind, path)
    if issubclass(kind, Enum):
        return next(iter(kind))
    return _PLAIN[kind](path)
