"""Fields of several forms: where to go on to; and schools with hours, in rows that grow."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import Field, model_validator
from sqlalchemy import Row

from services.directory.schemas import NewPlacement
from shared.contracts.directory import Funding, SchoolNumber, WeeklyHours
from shared.german import number
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Entered, Form
from shared.web.problem import FieldError, Problem
from shared.web.text import PlainText

Target = Annotated[str, PlainText(2000, min=0), Hidden]
"""The page somebody wanted to see."""

OVERTAKEN = "overtaken"
ROWS = 4
"""More than the funding guideline has room for: full time serves at most two schools."""
_HOURS = "zum Beispiel 19,5"
_OF_ROW = re.compile(r"placements\.(\d+)\.(school_number|weekly_hours|funding)")
_FIELD = {"school_number": "school", "weekly_hours": "hours", "funding": "funding"}
_PAYS = "wenn sie nicht die der ganzen Stelle ist"


class NewPersonFields(Form):
    """Somebody new; ``known`` says whom the page showed them to be like."""

    known: Annotated[str, PlainText(64, min=0), Hidden] = ""


class PlacementFields(Form):
    """Up to ``ROWS`` schools; ``rows`` of them are shown, and ``more`` asks for another."""

    school_1: Annotated[SchoolNumber, Label("Schule", missing="Bitte wählen Sie eine Schule.")]
    hours_1: Annotated[WeeklyHours, Label("Wochenstunden", hint=_HOURS)]
    funding_1: Annotated[Funding | None, Label("Finanzierung dort", hint=_PAYS)] = None
    school_2: Annotated[SchoolNumber | None, Label("2. Schule")] = None
    hours_2: Annotated[WeeklyHours | None, Label("Wochenstunden dort", hint=_HOURS)] = None
    funding_2: Annotated[Funding | None, Label("Finanzierung an der 2.", hint=_PAYS)] = None
    school_3: Annotated[SchoolNumber | None, Label("3. Schule")] = None
    hours_3: Annotated[WeeklyHours | None, Label("Wochenstunden an der 3.", hint=_HOURS)] = None
    funding_3: Annotated[Funding | None, Label("Finanzierung an der 3.", hint=_PAYS)] = None
    school_4: Annotated[SchoolNumber | None, Label("4. Schule")] = None
    hours_4: Annotated[WeeklyHours | None, Label("Wochenstunden an der 4.", hint=_HOURS)] = None
    funding_4: Annotated[Funding | None, Label("Finanzierung an der 4.", hint=_PAYS)] = None
    rows: Annotated[int, Field(ge=1, le=ROWS), Hidden] = 1
    more: Annotated[bool, Hidden] = False

    refusals: ClassVar = {
        OVERTAKEN: "Jemand hat das gerade eben auch geändert. Bitte prüfen Sie den Stand."
    }

    @model_validator(mode="after")
    def _whole_rows(self) -> Self:
        for row, school, hours, _ in self._given():
            if school is None:
                raise refuse("Bitte wählen Sie eine Schule.", f"school_{row}")
            if hours is None:
                raise refuse("Bitte geben Sie die Wochenstunden an.", f"hours_{row}")
        return self

    @property
    def placements(self) -> tuple[NewPlacement, ...]:
        """What was given, in the order of the rows."""
        return tuple(
            NewPlacement(school_number=school, weekly_hours=hours, funding=funding)
            for _, school, hours, funding in self._given()
        )

    def in_fields(self, problem: Problem) -> Problem:
        """The same about the fields of this form instead of a program's body."""
        errors = [FieldError(self._field(each.field), each.reason) for each in problem.errors]
        return Problem(problem.status, problem.code, problem.title, problem.detail, errors)

    def _field(self, path: str) -> str:
        if (found := _OF_ROW.fullmatch(path)) is None:
            return path.rpartition(".")[2]
        row = [row for row, *_ in self._given()][int(found[1])]
        return f"{_FIELD[found[2]]}_{row}"

    def _given(self) -> Iterator[tuple[int, Any, Any, Any]]:
        for row in range(1, ROWS + 1):
            values = [getattr(self, f"{name}_{row}") for name in _FIELD.values()]
            if any(each is not None for each in values):
                school, hours, funding = values
                yield row, school, hours, funding


class PreviewedFields(PlacementFields):
    """The same with a look at what would follow: nothing is stored before it is ``confirmed``.

    ``seen`` says which timeline the page showed, ``again`` asks for the form once more.
    """

    refusals: ClassVar = {
        **PlacementFields.refusals,
        OVERTAKEN: "Jemand hat das inzwischen geändert. Bitte prüfen Sie, was jetzt gilt.",
    }

    seen: Annotated[str, Hidden] = ""
    confirmed: Annotated[bool, Hidden] = False
    again: Annotated[bool, Hidden] = False


P = TypeVar("P", bound=PlacementFields)
F = TypeVar("F", bound=Form)


def asks_for_more(entered: Entered[P]) -> bool:
    """Whether another row was wanted, and nothing is to be stored yet."""
    return bool(entered.typed.get("more"))


def may_be_stored(entered: Entered[P]) -> bool:
    """Whether what would follow has been looked at."""
    value = entered.value
    return isinstance(value, PreviewedFields) and value.confirmed and not value.again


def is_planned(entered: Entered[P]) -> bool:
    """Whether it is sound, and what would follow is to be shown."""
    value = entered.value
    again = isinstance(value, PreviewedFields) and value.again
    return value is not None and not again and not asks_for_more(entered)


def warning(entered: Entered[F], shown_as: str) -> Entered[F]:
    """The same form for a page that shows whom a new person may be."""
    return replace(entered, typed={**entered.typed, "known": shown_as}) if shown_as else entered


def anew(entered: Entered[F], seen: str) -> Entered[F]:
    """The same form for a page that shows this timeline."""
    return replace(entered, typed={**entered.typed, "seen": seen})


def shown(entered: Entered[P], schools: Iterable[Row[Any]]) -> Entered[P]:
    """With the schools to choose from, and as many rows as are needed."""
    rows = _rows(entered)
    if asks_for_more(entered):
        rows = min(rows + 1, ROWS)
        entered = replace(entered, errors={}, value=None)
    hidden = {f"{name}_{row}" for row in range(rows + 1, ROWS + 1) for name in _FIELD.values()}
    choices: Sequence[tuple[str, str]] = [(each.school_number, each.name) for each in schools]
    return replace(
        entered,
        typed={**entered.typed, "rows": str(rows)},
        offered={f"school_{row}": choices for row in range(1, ROWS + 1)},
        left_out={*hidden, "more", "confirmed", "again"},
    )


def of_timeline(placements: Sequence[Any]) -> dict[str, object]:
    """Placements that apply already, to begin with."""
    known: dict[str, object] = {"rows": min(max(len(placements), 1), ROWS)}
    for row, each in enumerate(placements[:ROWS], 1):
        known[f"school_{row}"] = each.school_number
        known[f"hours_{row}"] = number(float(each.weekly_hours))
        known[f"funding_{row}"] = each.funding
    return known


def _rows(entered: Entered[P]) -> int:
    wanted = str(entered.typed.get("rows") or "1")
    typed = [
        row
        for row in range(1, ROWS + 1)
        if any(entered.typed.get(f"{name}_{row}") for name in _FIELD.values())
    ]
    given = int(wanted) if wanted.isascii() and wanted.isdigit() else 1
    return max(min(given, ROWS), *typed, 1)
