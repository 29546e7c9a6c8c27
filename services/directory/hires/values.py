"""What a list of hires would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.directory.duplicates.values import Alike
from services.directory.hires.rules import FileRow, Intake, Outcome, Result
from services.directory.schemas import Receipt
from services.directory.values import HIRE_COLUMNS, Became
from shared.web.kit.imports import ListKind
from shared.web.kit.plans import RowPlan
from shared.web.kit.reasons import in_german, label_of, reasons
from shared.web.problem import FieldError, Problem

HIRES = ListKind(
    "Einstellungsliste",
    "Einstellung",
    "Einstellungen",
    HIRE_COLUMNS,
    ("Nummer", "Beginn", "Gibt es schon?"),
    known="Jede Zeile meldet eine Einstellung. Was Sie schon gemeldet haben, darf noch einmal darin"
    " stehen: Es wird übergangen und nicht geändert. Änderungen melden Sie auf der Seite der"
    " Fachkraft.",
    changes=False,
    kept_in=("people", "employments"),
)
REFUSALS = {
    "external-id-taken": "Unter dieser Personalnummer ist schon jemand beschäftigt. Andere"
    " Schulen oder Stunden melden Sie auf der Seite dieser Person; wer wiederkommt, beginnt"
    " nach dem letzten Tag.",
    "idempotency-key-reused": "Von dieser Seite wurde schon eine Einstellung gemeldet. Bitte"
    " rufen Sie das Formular neu auf.",
    "quota-of-client-exceeded": "Für heute sind genug Einstellungen gemeldet. Bitte morgen weiter.",
    "quota-of-address-exceeded": "An diese Adresse gingen heute schon genug Nachrichten."
    " Bitte morgen weiter.",
    "quota-contested": "Das ging gerade nicht. Bitte senden Sie das Formular noch einmal ab.",
}
"""What a clerk reads of a hire that is refused, by the code of the problem."""
_CANCELLED = (
    "Diese Einstellung wurde zurückgenommen. Kommt die Person doch, melden Sie sie einzeln."
)

reasons(
    {
        r"stands in rows (.+) with different contents": "In den Zeilen {} steht Verschiedenes über"
        " dieselbe Person.",
    }
)


@dataclass(frozen=True)
class JudgedRow:
    """A line of a list; those that could not be read have no hire and no outcome."""

    row: FileRow
    intake: Intake | None = None
    outcome: Outcome | None = None
    alike: Sequence[Alike] = ()
    """Whom a new person may be."""

    @property
    def name(self) -> str:
        """What the line is called in the preview."""
        hire = self.row.hire
        if hire is None:
            return self.row.external_id or "–"
        return f"{hire.person.given_name} {hire.person.family_name}"

    @property
    def is_new(self) -> bool:
        """Whether nobody was known under the number."""
        answer = self.outcome.answer if self.outcome else None
        if answer is None or self.result is not Result.CREATED:
            return False
        return Receipt.model_validate_json(answer.body).outcome is Became.HIRED

    @property
    def result(self) -> Result:
        return self.outcome.result if self.outcome else Result.REFUSED

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def adds(self) -> bool:
        return self.result is Result.CREATED

    @property
    def becomes(self) -> str:
        return self.result.value

    @property
    def shown(self) -> Sequence[Any]:
        """Number, first day, and whom they may be."""
        if self.row.hire is None:
            return ()
        alike = "; ".join(f"{who.name} ({who.text})" for who in self.alike)
        return self.row.hire.external_id, self.row.hire.start_date, alike

    @property
    def refusals(self) -> Sequence[str]:
        """Why nothing becomes of it, in German."""
        if self.outcome is None:
            return [_of_field(each) for each in self.row.errors]
        if self.outcome.result is not Result.REFUSED or self.outcome.problem is None:
            return ()
        return _of_problem(self.outcome.problem)


HirePlan = RowPlan[JudgedRow]
"""Nothing is changed by it, only added."""


def _of_problem(problem: Problem) -> list[str]:
    if problem.code == "hire-cancelled":
        return [_CANCELLED]
    if text := REFUSALS.get(problem.code):
        return [text]
    return [_of_field(each) for each in problem.errors] or [in_german(problem.title)]


def _of_field(error: FieldError) -> str:
    return f"{label_of(error.field, HIRE_COLUMNS.called)}: {in_german(error.reason)}"
