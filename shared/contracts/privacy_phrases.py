"""What people read of requests for their data."""

from shared.contracts.phrases import Phrase, TitleOf
from shared.contracts.privacy import (
    PackageEnding,
    PrivacyAsked,
    PrivacyKind,
    PrivacyRequested,
    PrivacySettled,
)
from shared.contracts.words import word


def _privacy(event: PrivacyRequested | PrivacyAsked | PrivacySettled, _: TitleOf) -> str:
    return word(PrivacyKind, event.kind)


PRIVACY = (
    Phrase(
        PrivacyRequested,
        "Auskunft oder Löschung veranlasst",
        "Auskünfte und Löschungen veranlasst",
        _privacy,
    ),
    Phrase(
        PrivacyAsked,
        "Auskunft oder Löschung verlangt",
        "Auskünfte und Löschungen verlangt",
        _privacy,
    ),
    Phrase(
        PrivacySettled,
        "Auskunft oder Löschung fertig",
        "Auskünfte und Löschungen fertig",
        _privacy,
    ),
    Phrase(PackageEnding, "Auskunft liegt nicht mehr lange bereit", "Auskünfte vor Ablauf"),
)
