"""Why a letter is given up."""

from enum import StrEnum

from shared.contracts.words import words


class FailureCause(StrEnum):
    """Stored as it is."""

    RECIPIENT = "recipient"
    CONTENT = "content"
    PATIENCE = "patience"
    ADDRESS = "address"
    UNKNOWN = "unknown"
    TOO_LATE = "too-late"
    UNANSWERED = "unanswered"
    SUPPRESSED = "suppressed"
    RETURNED = "returned"


words(
    FailureCause,
    recipient="Der Mailserver lehnt den Empfänger ab",
    content="Der Mailserver lehnt die Nachricht ab",
    patience="Fünf Tage lang vergeblich versucht",
    address="An die Adresse kann keine Mail gehen",
    unknown="Name oder Adresse kam drei Tage lang nicht an",
    too_late="Wozu eingeladen wird, ist vorbei",
    unanswered="Zweimal übergeben, ohne dass der Mailserver es bestätigt hat",
    suppressed="Die Adresse nimmt keine Post an",
    returned="Als unzustellbar zurückgekommen",
)
