"""Whatever our own English reasons say to programs, people read in German."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from shared.web import decoding, sheets
from shared.web.kit.reasons import CHECK, in_german, label_of, of_file, reasons
from shared.web.problem import FieldError, Problem
from tests.shared.web.kit.test_said_in_german import written

SAYING = {"unusable": 0, "FieldError": 1}
"""Calls that say a reason, and the place of it."""


def said_in(module: ModuleType) -> Iterator[str]:
    tree = ast.parse(Path(str(module.__file__)).read_text())
    assigned = {
        each.targets[0].id: written(each.value)
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }
    for each in ast.walk(tree):
        place = SAYING.get(getattr(getattr(each, "func", None), "id", ""))
        if isinstance(each, ast.Call) and place is not None:
            reason = each.args[place]
            yield assigned[reason.id] if isinstance(reason, ast.Name) else spoken(reason, assigned)


def spoken(reason: ast.expr, assigned: dict[str, str]) -> str:
    """As it reads; a name in an f-string by what was assigned to it, or a number."""
    if not isinstance(reason, ast.JoinedStr):
        return written(reason)
    return "".join(
        assigned.get(getattr(each.value, "id", ""), "80") or "80"
        if isinstance(each, ast.FormattedValue)
        else written(each)
        for each in reason.values
    )


@pytest.mark.parametrize("module", [sheets, decoding])
def test_every_reason_of_a_file_has_a_german_one(module: ModuleType) -> None:
    found = list(said_in(module))
    assert len(found) >= 3
    assert [reason for reason in found if in_german(reason) == CHECK] == []


def test_an_unknown_reason_asks_to_look_again() -> None:
    assert in_german("cannot be understood at all") == CHECK


def test_a_capabilitys_own_reason_comes_first() -> None:
    reasons({r"must be one of 'teal'.*": "Diese Farbe gibt es nicht."})
    assert in_german("must be one of 'teal' or 'plum'") == "Diese Farbe gibt es nicht."
    assert in_german("must be one of 'small'").startswith("Bitte wählen Sie")


def test_a_file_is_refused_with_the_headings_people_know() -> None:
    missing = FieldError("school_number", "this column is missing")
    problem = Problem(422, "invalid-file", "x", errors=[missing])
    assert of_file(problem, {"school_number": "Schulnummer"}) == "Schulnummer: Diese Spalte fehlt."
    assert label_of("contacts.0.email", {"email": "E-Mail"}) == "E-Mail"
    assert of_file(Problem(422, "invalid-file", "x", "The file contains no row"), {}) == (
        "In der Datei steht unter der Überschrift keine Zeile."
    )
