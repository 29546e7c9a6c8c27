"""What an address must be, and from which day something may hold."""

from datetime import date

import phonenumbers
from pydantic import TypeAdapter, ValidationError

from services.directory.people.values import AddressKind, Since
from services.directory.rules import day_errors, refuse_unreachable
from shared.settings import Settings
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem
from shared.web.text import MailAddress

COUNTRY = "DE"
"""Of a phone number without a country's prefix."""
reasons(
    {
        "must be a phone number": "Bitte geben Sie eine Telefonnummer mit Vorwahl an.",
        "must not lie ahead": "Das liegt in der Zukunft; bitte erst dann eintragen.",
    }
)
_MAIL: TypeAdapter[str] = TypeAdapter(MailAddress)


def address_of(kind: AddressKind, text: str, settings: Settings) -> str:
    """As it is stored: a phone number with its country's prefix. Raises ``Problem``."""
    if kind is AddressKind.PHONE:
        return _phone(text)
    if kind is AddressKind.MAIL:
        address = _mail(text)
        refuse_unreachable({"value": address}, settings)
        return address
    return text


def since(today: date, valid_from: date | None, *, mistaken: bool, ahead: bool = False) -> Since:
    """Raises ``Problem`` for a day too far away, or ahead where that does not work."""
    if mistaken or valid_from is None:
        return Since(today, mistaken=mistaken)
    errors = day_errors("valid_from", valid_from, today)
    if valid_from > today and not ahead:
        errors = [FieldError("valid_from", "must not lie ahead")]
    if errors:
        raise Problem(422, "invalid-day", "The day is not valid", errors=errors)
    return Since(today, valid_from)


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        raise _not("must be a phone number") from None
    if not phonenumbers.is_possible_number(number):
        raise _not("must be a phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _mail(text: str) -> str:
    try:
        return _MAIL.validate_python(text)
    except ValidationError:
        raise _not("must be a mail address") from None


def _not(reason: str) -> Problem:
    title = "The address is not valid"
    return Problem(422, "invalid-address", title, errors=[FieldError("value", reason)])
