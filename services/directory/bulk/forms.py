"""Lists of facts as a clerk sends them, and what a preview says of each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.directory.bulk.rules import KINDS, Fact, FactRow
from services.directory.bulk.values import BulkKind
from services.directory.employments.values import Employment
from services.directory.ledger.values import Entered, Outcome
from services.directory.schemas import (
    NewCancellation,
    NewChange,
    NewCorrection,
    NewDeparture,
    NewLeave,
    NewPlacement,
    NewReturn,
    NewWithdrawal,
)
from services.directory.values import Became
from shared.contracts.directory import DepartureReason
from shared.contracts.words import word
from shared.german import number as spelt
from shared.german import short_date
from shared.web.kit.imports import ListKind
from shared.web.kit.plans import RowPlan
from shared.web.kit.reasons import in_german, label_of, reasons
from shared.web.problem import FieldError, Problem
from shared.web.tokens import ApiClient

reasons(
    {
        "names no employment of this worker": "Diese Beschäftigung gehört nicht zu dieser"
        " Personalnummer.",
    }
)

_SHOWN = ("Personalnummer", "Tag", "Was gemeldet wird")
_ONCE = "Was Sie schon so gemeldet haben, darf noch einmal darin stehen: Es wird übergangen."
_ORDER = f"{_ONCE} Mehrere Zeilen über dieselbe Person gelten in ihrer Reihenfolge."
_NO_REASON = f"{_ONCE} Ohne letzten Tag steht er noch nicht fest. Nennen Sie nirgends den Grund."
_WHY = f"{_ONCE} In „Warum“ gehört nichts über Gesundheit, Schülerinnen, Schüler oder Fälle."


def _list(kind: BulkKind, title: str, one: str, many: str, known: str) -> ListKind:
    columns, kept_in = KINDS[kind].columns, ("employments",)
    return ListKind(title, one, many, columns, _SHOWN, known=known, changes=False, kept_in=kept_in)


LISTS: Mapping[str, tuple[BulkKind, ListKind]] = {
    "aenderungen": (
        BulkKind.CHANGES,
        _list(BulkKind.CHANGES, "Änderungsliste", "Änderung", "Änderungen", _ORDER),
    ),
    "austritte": (
        BulkKind.DEPARTURES,
        _list(BulkKind.DEPARTURES, "Austrittsliste", "Austritt", "Austritte", _ORDER),
    ),
    "ruecknahmen": (
        BulkKind.CANCELLATIONS,
        _list(BulkKind.CANCELLATIONS, "Rücknahmeliste", "Rücknahme", "Rücknahmen", _ONCE),
    ),
    "berichtigungen": (
        BulkKind.CORRECTIONS,
        _list(BulkKind.CORRECTIONS, "Berichtigungsliste", "Berichtigung", "Berichtigungen", _WHY),
    ),
    "ungueltiges": (
        BulkKind.WITHDRAWALS,
        _list(
            BulkKind.WITHDRAWALS,
            "Liste ungültiger Änderungen",
            "ungültige Änderung",
            "ungültige Änderungen",
            _WHY,
        ),
    ),
    "beurlaubungen": (
        BulkKind.LEAVES,
        _list(BulkKind.LEAVES, "Beurlaubungsliste", "Beurlaubung", "Beurlaubungen", _NO_REASON),
    ),
    "rueckkehr": (
        BulkKind.RETURNS,
        _list(BulkKind.RETURNS, "Rückkehrliste", "Rückkehr", "Rückmeldungen", _ORDER),
    ),
}
"""By the end of the address."""
SAID = {
    "aenderungen": "Andere Schulen oder Stunden ab einem Tag.",
    "austritte": "Wer geht, und an welchem Tag zuletzt da ist.",
    "ruecknahmen": "Einstellungen, aus denen nichts wird. Die Arbeit hat noch nicht begonnen.",
    "berichtigungen": "Was von Anfang an falsch gemeldet war: Es beginnt nichts Neues.",
    "ungueltiges": "Änderungen, die nie gegolten haben: Was vorher galt, gilt weiter.",
    "beurlaubungen": "Wer beschäftigt bleibt und eine Zeit lang nicht da ist.",
    "rueckkehr": "Wer wieder da ist. Am ersten Tag der Beurlaubung heißt: Sie findet nicht statt.",
}
"""What each is for."""
REFUSALS = {
    "worker-not-found": "Diese Personalnummer ist nicht gemeldet.",
    "worker-departed": "Diese Beschäftigung ist vorbei. Wer wiederkommt, wird neu eingestellt.",
    "hire-cancelled": "Diese Einstellung wurde zurückgenommen.",
    "no-leave": "Für diesen Tag ist keine Beurlaubung gemeldet.",
    "work-has-begun": "Die Beschäftigung hat schon begonnen; bitte melden Sie einen Austritt.",
    "employment-ambiguous": "Es gibt zwei Beschäftigungen, die gemeint sein können: Bitte melden"
    " Sie den Austritt auf der Seite der Fachkraft.",
}
"""What a clerk reads of a line that is refused, by the code of the problem."""


@dataclass(frozen=True)
class Names:
    """What people are called by their ids, and schools by their numbers."""

    people: Mapping[UUID, str]
    schools: Mapping[str, str]


@dataclass(frozen=True)
class JudgedFact:
    """A line, and what becomes of it; one that could not be read has no outcome."""

    row: FactRow
    outcome: Outcome | None
    names: Names
    columns: Mapping[str, str]

    @property
    def name(self) -> str:
        known = self.outcome.employment if isinstance(self.outcome, Entered) else self.outcome
        if isinstance(known, Employment):
            return self.names.people[known.worker_id]
        return self.row.external_id or "–"

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def adds(self) -> bool:
        return isinstance(self.outcome, Entered)

    @property
    def becomes(self) -> str:
        return self.outcome.became.value if isinstance(self.outcome, Entered) else ""

    @property
    def shown(self) -> Sequence[Any]:
        """Personnel number, day, and what is said."""
        if self.row.given is None or not isinstance(self.outcome, Entered):
            return ()
        day, text = said(self.row.given, self.outcome, self.names.schools)
        warnings = [in_german(each.reason) for each in self.outcome.warnings]
        return self.row.given.external_id, day, " ".join([text, *warnings])

    @property
    def refusals(self) -> Sequence[str]:
        if self.outcome is None:
            return [self._of(each) for each in self.row.errors]
        if not isinstance(self.outcome, Problem):
            return ()
        if text := REFUSALS.get(self.outcome.code):
            return [text]
        return [self._of(each) for each in self.outcome.errors] or [in_german(self.outcome.title)]

    def _of(self, error: FieldError) -> str:
        return f"{label_of(error.field, self.columns)}: {in_german(error.reason)}"


@dataclass(frozen=True)
class FactPlan(RowPlan[JudgedFact]):
    """Of one carrier's list."""

    client: ApiClient | None = None

    @property
    def facts(self) -> list[Fact]:
        """Those to store."""
        return [each.row.given for each in self.new if each.row.given is not None]


def said(given: Fact, entered: Entered, schools: Mapping[str, str]) -> tuple[date, str]:
    """The day a line is about, and what it says of it."""
    match given:
        case NewChange():
            return given.valid_from, _placed(given.placements, schools)
        case NewDeparture() if entered.became is not Became.HIRE_CANCELLED:
            return given.last_day, f"letzter Tag, {word(DepartureReason, given.reason)}"
        case NewDeparture() | NewCancellation():
            return entered.employment.start_date, "Einstellung entfällt"
        case NewCorrection():
            return given.day, f"{_placed(given.placements, schools)} ({given.note})"
        case NewWithdrawal():
            return given.day, f"hat nie gegolten ({given.note})"
        case NewLeave():
            until = f"bis {short_date(given.last_day)}" if given.last_day else "Ende offen"
            return given.first_day, f"beurlaubt, {until}"
        case NewReturn():
            return given.first_day, "wieder da"


def _placed(placements: Sequence[NewPlacement], schools: Mapping[str, str]) -> str:
    placed = [
        f"{schools.get(each.school_number, each.school_number)},"
        f" {spelt(float(each.weekly_hours))} Std."
        for each in placements
    ]
    return "; ".join(placed)
