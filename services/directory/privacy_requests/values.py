"""How far a request has come, and the word that sets an erasure going."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from shared.codes import OpenCode
from shared.contracts.cards import Card, Urgency, told_of
from shared.contracts.phrases import counted
from shared.contracts.privacy import REQUESTS, TITLES
from shared.contracts.words import words
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Label
from shared.web.text import PlainText


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

SERVICES: Mapping[str, str] = TITLES
"""Who answers, as people call it."""


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


WORD = "LÖSCHEN"
REFUSALS = {
    "not-yet-erasable": "Noch nicht möglich: Die Person ist beschäftigt, oder ein Nachweis braucht"
    " ihre Angaben noch.",
    "already-further": "Darüber ist inzwischen schon entschieden.",
    "already-asked": "Das ist schon verlangt und noch nicht erledigt.",
    "own-erasure": "Über die eigene Löschung entscheidet jemand anderes der Koordinierungsstelle.",
    "person-elsewhere": "Die Person steht nicht im Verzeichnis Ihrer Kommune. Bitte wenden Sie sich"
    " an den Betrieb.",
    "role-elsewhere": "Die Person hat auch Rollen in einer anderen Kommune. Bitte wenden Sie sich"
    " an den Betrieb.",
}
"""Why it is not done, for the forms that ask for it."""


def _is_the_word(typed: str) -> str:
    if typed.strip().upper() != WORD:
        raise refuse(f"Bitte tippen Sie genau {WORD}.")
    return typed


Confirmed = Annotated[
    str,
    PlainText(20),
    AfterValidator(_is_the_word),
    Label(f"Zur Bestätigung: {WORD}", hint=f"Bitte tippen Sie {WORD}."),
]
"""A word that nobody types by mistake."""
