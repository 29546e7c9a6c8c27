"""What a rule must satisfy, and how it is said in German."""

from collections.abc import Mapping
from uuid import UUID

from services.directory.groups.values import AT_SCHOOLS, OF_CARRIERS, Rule, Who
from shared.contracts.directory import SchoolType
from shared.contracts.words import word
from shared.german import number
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "needs who is meant": "Bitte wählen Sie zuerst, wer gemeint ist.",
        "only of whom there are schools": "Schulen grenzen nur Fachkräfte, Schulleitungen,"
        " ASD-Kontakte und OGS-Leitungen ein.",
        "only of whom there is a carrier": "Ein Anstellungsträger grenzt nur Fachkräfte,"
        " Schulleitungen und die Träger selbst ein.",
        "only workers have hours": "Wochenstunden haben nur Fachkräfte.",
        "must not be less than hours_from": "Das ist weniger als „Wochenstunden von“.",
        "names a school that is not of the municipality": "Eine dieser Schulen gibt es in der"
        " Kommune nicht.",
        "none of these schools is of this type": "Keine dieser Schulen hat diese Schulform.",
        "there is no such organization in the municipality": "Diese Organisation gibt es in der"
        " Kommune nicht.",
        "nobody here is called so": "Hier heißt niemand so. Bitte prüfen Sie die Schreibweise.",
        "too many are called so": "So heißen viele. Bitte geben Sie mehr vom Namen an.",
    }
)
SHOWN_SCHOOLS = 3


def refuse(errors: list[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise Problem(422, "invalid-group", "The group is not valid", errors=errors)


def errors_of(given: Mapping[str, object], rule: Rule | None) -> list[FieldError]:
    """What cannot be said of whom a rule means; ``given`` are all that might narrow it."""
    if rule is None:
        return [FieldError(name, "needs who is meant") for name, value in given.items() if value]
    errors = []
    if rule.who not in AT_SCHOOLS:
        named = [name for name in ("school_type", "schools") if given[name]]
        errors += [FieldError(name, "only of whom there are schools") for name in named]
    if rule.carrier_id and rule.who not in OF_CARRIERS:
        errors.append(FieldError("carrier_id", "only of whom there is a carrier"))
    if rule.who is not Who.WORKER:
        hours = [name for name in ("hours_from", "hours_to") if given[name] is not None]
        errors += [FieldError(name, "only workers have hours") for name in hours]
    elif rule.hours_from and rule.hours_to is not None and rule.hours_to < rule.hours_from:
        errors.append(FieldError("hours_to", "must not be less than hours_from"))
    return errors


def in_words(rule: Rule | None, named: Mapping[UUID, str]) -> str:
    """As in "Fachkräfte, Grundschule, ab 19,5 Stunden"; ``named`` are organizations."""
    if rule is None:
        return ""
    said = [word(Who, rule.who)]
    if rule.school_type:
        said.append(word(SchoolType, rule.school_type))
    if rule.schools:
        names = [named.get(each, "") for each in rule.schools[:SHOWN_SCHOOLS]]
        more = len(rule.schools) - SHOWN_SCHOOLS
        said.append(" und ".join(names) if more <= 0 else f"{', '.join(names)} und {more} weitere")
    if rule.carrier_id:
        said.append(named.get(rule.carrier_id, ""))
    if rule.hours_from is not None:
        said.append(f"ab {number(float(rule.hours_from))} Stunden")
    if rule.hours_to is not None:
        said.append(f"bis {number(float(rule.hours_to))} Stunden")
    return ", ".join(each for each in said if each)
