"""What a reader is told when the database refuses what came in, by the constraint that refused it.

A constraint is named by its table and columns, as both databases can name it, such as
``workers.owner_id, workers.external_id``. PostgreSQL also names references that lead nowhere.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from shared.web.problem import FieldError, Problem

log = structlog.get_logger(__name__)

_SQLITE = re.compile(r"(?:UNIQUE|CHECK) constraint failed: ([\w., ]+)")
_KEY = re.compile(r"Key \(([^)]*)\)")
_WRONG_DATA = "22"


@dataclass(frozen=True)
class Conflict:
    """The declared answer to a constraint that input can reach, naming the field."""

    code: str
    title: str
    field: str
    reason: str
    status: int = 409
    retry_after: int | None = None
    """Seconds."""

    def problem(self) -> Problem:
        errors = [FieldError(self.field, self.reason)]
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after else {}
        return Problem(self.status, self.code, self.title, errors=errors, headers=headers)


@dataclass(frozen=True)
class Unreachable:
    """Why no input reaches a constraint."""

    because: str


BACKBONE: dict[str, Conflict | Unreachable] = {
    "audit_checks.tenant": Unreachable("one job writes at a time"),
    "audit_seals.tenant, audit_seals.number": Unreachable("one job writes at a time"),
    "copies_read.topic, copies_read.partition": Unreachable("written for topics of the bus"),
    "erased_people.digest": Unreachable("one that is there stays"),
    "inbox.handler, inbox.message_id": Unreachable("written for messages of the bus"),
    "jobs.name": Unreachable("the names are those of our code"),
    "parked.topic, parked.partition, parked.offset": Unreachable("written for messages of the bus"),
    "retention_runs.rule, retention_runs.day, retention_runs.days": Unreachable(
        "inserted if missing"
    ),
}
"""For the tables every service has."""

Constraints = Mapping[str, Conflict | Unreachable]


def problem_of_database(error: DBAPIError, constraints: Constraints) -> Problem | None:
    """The declared problem; a general one where nothing is declared, which is logged as ours."""
    if isinstance(error, IntegrityError):
        name = constraint_of(error, constraints)
        declared = constraints.get(name)
        if isinstance(declared, Conflict):
            return declared.problem()
        log.error("constraint refused what no answer is declared for", constraint=name)
        return Problem(409, "conflict", "Conflicts with what is already known")
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if isinstance(error, DataError) or state.startswith(_WRONG_DATA):
        log.error("database refused a value", state=state)
        return Problem(422, "invalid-request", "The request is not valid")
    return None


def constraint_of(error: IntegrityError, known: Iterable[str]) -> str:
    """Table and columns, or as much as the database says; never a value.

    PostgreSQL tells no columns of a table behind a wall: there the constraint's own name is looked
    for among those that are ``known``.
    """
    origin = error.orig
    cause = getattr(origin, "__cause__", None) or origin  # without SQLAlchemy it is the driver's
    table: str | None = getattr(cause, "table_name", None)
    if table is None:
        found = _SQLITE.search(str(origin))
        return found[1] if found else "reference"
    columns = _KEY.match(getattr(cause, "detail", None) or "")
    if columns is None:
        name = str(getattr(cause, "constraint_name", None) or table)
        return next((each for each in known if _named_by_postgres(each) == name), name)
    return ", ".join(f"{table}.{name.strip()}" for name in columns[1].split(","))


def _named_by_postgres(constraint: str) -> str:
    """What it calls a unique constraint that was given no name."""
    table, _, rest = constraint.partition(".")
    columns = rest.replace(f" {table}.", "").split(",")
    return "_".join([table, *columns, "key"])
