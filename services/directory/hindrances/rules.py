"""What has to be over before somebody may be erased."""

from collections.abc import Iterable
from datetime import date

from services.directory.hindrances.values import Hindrance, Stint
from services.directory.legal_holds.values import Held
from shared.clock import A_DAY
from shared.contracts.directory import Funding
from shared.german import short_date

ELSEWHERE = "Es gibt auch Rollen in einer anderen Kommune; die nimmt der Betrieb weg."
FUNDED = {Funding.LAND}
"""By whom it is paid that has to be proven afterwards."""
PROVEN_FOR_YEARS = 3
AUGUST = 8


def hindrances(stints: Iterable[Stint], today: date) -> list[Hindrance]:
    """What has to be over before somebody may be erased."""
    found: list[Hindrance] = []
    for stint in stints:
        if stint.last_day is None:
            why = "Es läuft eine Beschäftigung; ihr Ende ist nicht eingetragen."
            found.append(Hindrance(why, None))
        elif stint.last_day >= today:
            why = f"Es läuft eine Beschäftigung bis {short_date(stint.last_day)}."
            found.append(Hindrance(why, _erasable(stint.last_day, stint.funding)))
        elif _erasable(stint.last_day, stint.funding) > today:
            why = (
                "Die Stelle wurde vom Land bezahlt: Stunden und Einsätze belegen den"
                " Verwendungsnachweis drei Jahre lang nach dem Ende des Schuljahrs."
            )
            found.append(Hindrance(why, _erasable(stint.last_day, stint.funding)))
    return found


def elsewhere(*, role: bool) -> list[Hindrance]:
    """A role in another municipality is taken away by the operator."""
    return [Hindrance(ELSEWHERE, None)] if role else []


def held(found: Iterable[Held]) -> list[Hindrance]:
    """What an office needs for a procedure has to be over as well."""
    whose = {True: "In der ganzen Kommune", False: "Für diese Person"}
    return [
        Hindrance(
            f"{whose[each.whole]} gilt bis {short_date(each.last_day)} eine Löschsperre.",
            each.last_day + A_DAY,
        )
        for each in found
    ]


def _erasable(last_day: date, funding: frozenset[str]) -> date:
    if FUNDED.isdisjoint(funding):
        return last_day + A_DAY
    ends_in = last_day.year + (last_day.month >= AUGUST)
    return date(ends_in + PROVEN_FOR_YEARS, AUGUST, 1)
