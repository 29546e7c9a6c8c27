"""When somebody may be erased, and what stays of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.directory.privacy_requests.values import PrivacyState
from shared.clock import A_DAY
from shared.contracts.directory import Funding
from shared.german import short_date
from shared.web.problem import Problem

FUNDED = {Funding.LAND}
"""By whom it is paid that has to be proven afterwards."""
PROVEN_FOR_YEARS = 3
AUGUST = 8


@dataclass(frozen=True)
class Stint:
    """An employment, as far as it keeps somebody from being erased."""

    last_day: date | None
    funding: str


@dataclass(frozen=True)
class Hindrance:
    """Why it is not possible, and the first day on which it is; None if nobody knows it yet."""

    why: str
    until: date | None


def hindrances(stints: Iterable[Stint], today: date) -> list[Hindrance]:
    """What has to be over before somebody may be erased."""
    found: list[Hindrance] = []
    for stint in stints:
        if stint.last_day is None:
            why = "Die Person ist beschäftigt; ein Ende ist nicht eingetragen."
            found.append(Hindrance(why, None))
        elif stint.last_day >= today:
            why = f"Die Person ist bis {short_date(stint.last_day)} beschäftigt."
            found.append(Hindrance(why, _erasable(stint.last_day, stint.funding)))
        elif _erasable(stint.last_day, stint.funding) > today:
            why = (
                "Die Stelle wurde vom Land bezahlt: Stunden und Einsätze belegen den"
                " Verwendungsnachweis drei Jahre lang nach dem Ende des Schuljahrs."
            )
            found.append(Hindrance(why, _erasable(stint.last_day, stint.funding)))
    return found


def first_day(found: Iterable[Hindrance]) -> date | None:
    """From when it is possible; None if that is not known."""
    days = [each.until for each in found]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _erasable(last_day: date, funding: str) -> date:
    if funding not in FUNDED:
        return last_day + A_DAY
    ends_in = last_day.year + (last_day.month >= AUGUST)
    return date(ends_in + PROVEN_FOR_YEARS, AUGUST, 1)


def refuse_hindered(found: Iterable[Hindrance]) -> None:
    """Raises ``Problem``."""
    if list(found):
        raise Problem(409, "not-yet-erasable", "Something has to be kept for longer")


def refuse_own(me: UUID, person_id: UUID) -> None:
    """Raises ``Problem``."""
    if me == person_id:
        raise Problem(409, "own-erasure", "Somebody else of the office decides")


def refuse_unless(state: PrivacyState, *allowed: PrivacyState) -> None:
    """Raises ``Problem``."""
    if state not in allowed:
        raise Problem(409, "already-further", "The request is further already")


REFUSALS = {
    "not-yet-erasable": "Noch nicht möglich: Die Person ist beschäftigt, oder ein Nachweis braucht"
    " ihre Angaben noch.",
    "already-further": "Darüber ist inzwischen schon entschieden.",
    "already-asked": "Das ist schon verlangt und noch nicht erledigt.",
    "wrong-word": "Bitte schreiben Sie genau das Wort, das dort steht.",
    "own-erasure": "Über die eigene Löschung entscheidet jemand anderes der Koordinierungsstelle.",
    "role-elsewhere": "Die Person hat auch Rollen in einer anderen Kommune. Bitte wenden Sie sich"
    " an den Betrieb.",
}
