"""What stands below a form that asks for personal data: what for, how long, and where more is.

It follows from what the columns say that the answers go to: those of the form's ``model``, and the
tables in ``kept_in``, which may be a neighbour's and are looked up by name in the record.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, inspect

from shared.privacy.columns import declared
from shared.privacy.declared import Personal
from shared.privacy.record import Kept, record
from shared.web.kit.forms import Entered, Form

PAGE = "/directory/datenschutz"
MOST = 2
"""Purposes and periods; a line and not a wall."""


@dataclass(frozen=True)
class Asked:
    """``href`` leads to the activity on the full page."""

    purposes: str
    periods: str
    href: str


def asked(entered: Entered[Form]) -> Asked | None:
    """None for a form that asks for nothing personal."""
    names = tuple(each.name for each in entered.fields if not each.kind.hidden)
    return _asked(entered.form, names) if names else None


@cache
def _asked(form: type[Form], names: tuple[str, ...]) -> Asked | None:
    service, tables = _service_of(form), list(form.kept_in)
    said = [*_of_model(form, names)]
    said += [_pair(each) for table in tables for each in _of_table(service, table, names)]
    if not said:
        return None
    if form.model is not None:
        tables.append(inspect(form.model).local_table.name)
    purposes, periods = (list(dict.fromkeys(each)) for each in zip(*said, strict=True))
    return Asked(_joined(purposes), _joined(periods), _address(service, tables))


def _of_model(form: type[Form], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if form.model is None:
        return
    columns: Mapping[str, Column[Any]] = inspect(form.model).local_table.columns
    for name in names:
        says = declared(columns[name]) if name in columns else None
        if isinstance(says, Personal):
            yield says.purpose, says.deletion.text


def _of_table(service: str, table: str, names: tuple[str, ...]) -> list[Kept]:
    """What is said of the fields' columns, else of all of the table, else of any part."""
    rows = [
        (each.parts[table], each)
        for activity in record().activities
        for each in activity.kept
        if each.service == service and table in each.parts
    ]
    exact = [each for name in names for columns, each in rows if name in columns]
    return exact or [each for columns, each in rows if not columns] or [rows[0][1]]


def _pair(kept: Kept) -> tuple[str, str]:
    return kept.purpose, kept.keeping.text


def _address(service: str, tables: list[str]) -> str:
    for activity in record().activities:
        for each in activity.kept:
            if each.service == service and any(table in each.parts for table in tables):
                return f"{PAGE}#{activity.key}"
    return PAGE


def _service_of(form: type[Form]) -> str:
    """Of a form in ``services.directory.hires.forms``: the directory."""
    return form.__module__.split(".")[1]


def _joined(texts: list[str]) -> str:
    more = " und anderes" if len(texts) > MOST else ""
    return "; ".join(texts[:MOST]) + more
