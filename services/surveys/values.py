"""What several capabilities mean by the same words."""

from collections.abc import Mapping
from datetime import date

from shared.codes import OpenCode
from shared.contracts.words import words

SCHOOL_YEAR_BEGINS = (8, 1)


def school_year(day: date) -> int:
    """The calendar year in which the school year of ``day`` begins, on 1 August."""
    return day.year if (day.month, day.day) >= SCHOOL_YEAR_BEGINS else day.year - 1


def school_year_name(begins_in: int) -> str:
    """2026/27"""
    return f"{begins_in}/{(begins_in + 1) % 100:02d}"


class Reply(OpenCode):
    """What the owner of a measure says of it."""

    DONE = "done"
    LATER = "later"
    IMPOSSIBLE = "impossible"


words(
    Reply,
    done="Erledigt",
    later="Ich brauche mehr Zeit",
    impossible="Nicht möglich",
)

REPLY_REFUSED: Mapping[str, str] = {
    "measure-settled": "Die Maßnahme ist nicht mehr offen.",
    "until-missing": "Bitte sagen Sie, bis wann. Der Tag liegt nach der Frist und nach heute.",
    "note-missing": "Bitte sagen Sie kurz, warum es nicht möglich ist.",
}


class Level(OpenCode):
    """How far a school is with a standard; stored as it is."""

    LEVEL_0 = "level_0"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    NOT_APPLICABLE = "not_applicable"


words(
    Level,
    level_0="0: noch nicht",
    level_1="1: begonnen",
    level_2="2: überwiegend",
    level_3="3: voll erfüllt",
    not_applicable="trifft nicht zu",
)

SHEET_REFUSED: Mapping[str, str] = {
    "sheet-finished": "Die Selbsteinschätzung ist abgeschlossen.",
    "standard-missing": "Bitte wählen Sie zuerst einen Standard aus.",
    "level-missing": "Bitte wählen Sie eine Stufe aus.",
    "levels-missing": "Noch nicht jeder Standard hat eine Stufe.",
    "sheet-changed": "Inzwischen ist etwas geändert worden. Bitte sehen Sie noch einmal hin.",
}
