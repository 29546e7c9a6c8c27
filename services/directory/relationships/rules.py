"""What relationships must satisfy."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from services.directory.relationships.models import Relationship
from services.directory.relationships.values import ends_of
from shared.contracts.relationships import RelationshipType
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "is too far away to be meant": "Bitte prüfen Sie das Jahr: Das liegt zu weit weg.",
        "must not lie before valid_from": "Das liegt vor dem ersten Tag.",
        "is not the end of such a relationship": "Eine solche Beziehung kann hier nicht beginnen"
        " oder enden.",
        "one of from_organization_id and from_person_id": "Bitte wählen Sie aus, mit wem, oder"
        " nennen Sie Vorname, Nachname und E-Mail-Adresse.",
        "either of the list or new": "Bitte wählen Sie jemanden aus, oder nennen Sie jemand Neues;"
        " beides zusammen geht nicht.",
        "holds at that time already": "Diese Beziehung besteht in dieser Zeit schon.",
        "there is no such person in the municipality": "Diese Person gibt es in der Kommune nicht.",
        "only an agreement has one": "Das haben nur Kooperationsvereinbarungen.",
        "must lie after the first day of the one it replaces": "Der Wechsel muss nach dem ersten"
        " Tag dessen liegen, was abgelöst wird.",
        "has ended before": "Was abgelöst werden soll, ist an diesem Tag schon beendet.",
    }
)


EARLIEST, LATEST = date(1950, 1, 1), timedelta(days=3653)


def refuse(errors: list[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        title = "The relationship is not valid"
        raise Problem(422, "invalid-relationship", title, errors=errors)


def days_errors(first: date, last_day: date | None, today: date) -> list[FieldError]:
    """Days that are out of order, or too far away to be meant."""
    days = {"valid_from": first, "last_day": last_day or first}
    errors = [
        FieldError(name, "is too far away to be meant")
        for name, day in days.items()
        if not EARLIEST <= day <= today + LATEST
    ]
    if last_day is not None and last_day < first:
        errors.append(FieldError("last_day", "must not lie before valid_from"))
    return errors


def agreement_errors(
    type_: RelationshipType, agreed_on: date | None, reference: str | None
) -> list[FieldError]:
    """What only an agreement has."""
    if ends_of(type_).agreement:
        return []
    given = {"agreed_on": agreed_on, "reference": reference}
    return [FieldError(name, "only an agreement has one") for name in given if given[name]]


def person_errors(other: str, given: Mapping[str, str | None]) -> list[FieldError]:
    """Somebody of the list, or a new person whole: not both, and not half of one."""
    missing = [name for name, value in given.items() if not value]
    if other:
        return [FieldError("other", "either of the list or new")] if len(missing) < 3 else []
    if len(missing) == len(given):
        return [FieldError("other", "one of from_organization_id and from_person_id")]
    return [FieldError(name, "is missing") for name in missing]


def overlaps(row: Relationship, others: Iterable[Relationship]) -> bool:
    """Whether the same holds twice on some day; the day one ends may be the next one's first."""
    return any(
        (other.valid_to is None or row.valid_from < other.valid_to)
        and (row.valid_to is None or other.valid_from < row.valid_to)
        for other in others
        if other is not row
    )


def reaches_further(row: Relationship, first: date, last_day: date | None) -> bool:
    """Whether it holds on a day on which it did not, from the first to the last one of before."""
    later = last_day is not None and (row.last_day is None or row.last_day > last_day)
    return row.valid_from < first or later


def replacement_errors(before: Relationship, first: date) -> list[FieldError]:
    """Why ``before`` cannot be replaced from that day on."""
    if first <= before.valid_from:
        return [FieldError("valid_from", "must lie after the first day of the one it replaces")]
    if before.valid_to is not None and before.valid_to < first:
        return [FieldError("valid_from", "has ended before")]
    return []
