"""When somebody is where."""

from typing import NamedTuple

from shared.codes import OpenCode
from shared.contracts.words import words


class Weekday(OpenCode):
    """On which somebody is there."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"


class At(NamedTuple):
    """At which school somebody is when; times as in "09:30"."""

    school_number: str
    weekday: Weekday
    begins: str
    ends: str
    place: str


words(
    Weekday,
    monday="Montag",
    tuesday="Dienstag",
    wednesday="Mittwoch",
    thursday="Donnerstag",
    friday="Freitag",
    saturday="Samstag",
)
