"""What placements and days must satisfy, and what the funding guideline says about them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from services.directory.schemas import Finding, NewPlacement
from shared.mail import RESERVED, is_reserved, read_address
from shared.messaging.event import SANDBOX
from shared.settings import Settings
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

reasons(
    {
        "must be a valid date.*": "Bitte geben Sie ein Datum an, zum Beispiel 01.09.2027.",
        "must not lie more than five years back": "Bitte prüfen Sie das Jahr: Das liegt mehr als"
        " fünf Jahre zurück.",
        "must not lie more than two years ahead": "Bitte prüfen Sie das Jahr: Das liegt mehr als"
        " zwei Jahre voraus.",
        "must not lie before start_date": "Das liegt vor dem ersten Arbeitstag.",
        "is too far away to be a fixed term": "Das liegt zu weit voraus. Bei einer unbefristeten"
        " Beschäftigung bleibt das Feld leer.",
        "must not lie before the start of the work": "Das liegt vor dem ersten Arbeitstag.",
        "must not lie before the start of the work, which has begun.*": "Die Beschäftigung hat"
        " schon begonnen. Wer nicht gekommen ist: Bitte den ersten Arbeitstag angeben.",
        "must lie before the start of the next employment": "Danach beginnt schon die nächste"
        " Beschäftigung; bitte einen Tag davor angeben.",
        "must not lie after the last day.*": "Das liegt nach dem letzten Tag. Bitte melden Sie"
        " zuerst einen späteren.",
        "must not lie after the fixed term.*": "Das liegt nach dem Ende der Befristung. Bitte"
        " melden Sie zuerst einen späteren letzten Tag.",
        "this school is named twice": "Diese Schule ist doppelt angegeben.",
        "more than full time in all": "Zusammen ist es mehr als eine volle Stelle.",
        "full time serves at most two schools": "Eine volle Stelle ist für höchstens zwei Schulen"
        " vorgesehen.",
        "half time or less serves one school only": "Eine halbe Stelle ist nur für eine Schule"
        " vorgesehen.",
        "no school of the municipality bears it": "Diese Schule gibt es in der Kommune nicht.",
        "this school has no type yet.*": "Dieser Schule fehlt noch die Schulform; die"
        " Koordinierungsstelle kann sie ergänzen.",
    }
)

FULL_TIME = Decimal(39)
"""Hours per week; the guideline counts on 39 whatever the tariff."""

EARLIEST_START = timedelta(days=5 * 365)
LATEST_START = timedelta(days=2 * 365)
LATEST_END = timedelta(days=10 * 366)
"""Of a fixed term; systems that know no other end write the last day of the calendar."""


def acting_for(me: Me) -> ApiClient:
    """The clerk as the use cases know a carrier's programs; raises ``Problem`` for a clerk of none.

    What the clerk posts counts against a quota of its own.
    """
    if me.organization_id is None:
        raise Problem(403, "forbidden", "This role names no organization")
    return ApiClient(f"person-{me.person_id}", me.tenant, me.organization_id)


def findings(placements: Sequence[NewPlacement]) -> list[Finding]:
    """Rules of the funding guideline of North Rhine-Westphalia that are not kept."""
    hours = sum((placement.weekly_hours for placement in placements), Decimal())
    schools = len(placements)
    found = []
    if hours > FULL_TIME + 2:
        found.append(Finding(rule="weekly-hours", reason="more than full time in all"))
    if schools > 2:
        found.append(Finding(rule="two-schools", reason="full time serves at most two schools"))
    elif schools == 2 and hours <= FULL_TIME / 2:
        found.append(Finding(rule="one-school", reason="half time or less serves one school only"))
    return found


def day_errors(field: str, day: date, today: date) -> list[FieldError]:
    """A day too far from today to be meant."""
    if day < today - EARLIEST_START:
        return [FieldError(field, "must not lie more than five years back")]
    if day > today + LATEST_START:
        return [FieldError(field, "must not lie more than two years ahead")]
    return []


def unreachable(addresses: Mapping[str, str], allowed: frozenset[str]) -> list[FieldError]:
    """Fields with an address in a domain that no mail from here can reach."""
    return [
        FieldError(field, "must not lie in a reserved domain")
        for field, address in addresses.items()
        if is_reserved(read_address(address), allowed)
    ]


def allowed_domains(settings: Settings, tenant: str) -> frozenset[str]:
    """Reserved ones that may be named all the same: every one where nothing is sent to anybody."""
    return settings.mail_reserved_domains | (RESERVED if tenant == SANDBOX else frozenset())


def refuse_unreachable(addresses: Mapping[str, str], settings: Settings, tenant: str = "") -> None:
    """Raise ``Problem`` unless the operator has allowed the domains (KNOTENPUNKT_MAIL_...)."""
    if errors := unreachable(addresses, allowed_domains(settings, tenant)):
        raise Problem(422, "unreachable-address", "Mail cannot be sent there", errors=errors)


def duplicate_schools(placements: Sequence[NewPlacement]) -> list[FieldError]:
    """Schools that stand in more than one placement."""
    seen: set[str] = set()
    errors = []
    for index, placement in enumerate(placements):
        if placement.school_number in seen:
            field = f"placements.{index}.school_number"
            errors.append(FieldError(field, "this school is named twice"))
        seen.add(placement.school_number)
    return errors
