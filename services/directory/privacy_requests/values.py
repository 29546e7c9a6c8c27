"""How far a request has come."""

from shared.codes import OpenCode
from shared.contracts.cards import Card, Urgency, told_of
from shared.contracts.phrases import counted
from shared.contracts.privacy import REQUESTS
from shared.contracts.words import words


class PrivacyState(OpenCode):
    """From the question to the last receipt."""

    ASKED = "asked"
    ANNOUNCED = "announced"
    DONE = "done"
    CANCELLED = "cancelled"


words(
    PrivacyState,
    asked="verlangt",
    announced="läuft",
    done="erledigt",
    cancelled="zurückgenommen",
)


def requests_due(asked: int, pressing: int, unanswered: int) -> list[Card]:
    """Who waits to be erased, some for long, and what a service has not answered."""
    people = counted(asked, "Person möchte", "Personen möchten")
    return [
        *told_of(
            asked,
            code="erasures",
            title="Löschung verlangt",
            sentence=f"{people} gelöscht werden. Geantwortet werden muss innerhalb eines Monats.",
            urgency=Urgency.NOW if pressing else Urgency.SOON,
            link=REQUESTS,
            order=4,
        ),
        *told_of(
            unanswered,
            code="privacy_unanswered",
            title="Auskunft oder Löschung hängt",
            sentence="Seit mehr als einer Stunde hat ein Dienst nicht geantwortet. Läuft er wieder,"
            " holt er es nach; sonst fragen Sie den Betrieb.",
            urgency=Urgency.SOON,
            link=REQUESTS,
            order=5,
        ),
    ]
