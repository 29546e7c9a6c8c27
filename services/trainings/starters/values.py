"""How far an onboarding is."""

from enum import StrEnum

from shared.contracts.words import words


class Standing(StrEnum):
    """What the office looks for."""

    STARTING = "starting"
    LATE = "late"
    WAITING = "waiting"
    READY = "ready"


words(
    Standing,
    starting="beginnt in den nächsten 14 Tagen",
    late="mit überfälligen Aufgaben",
    waiting="wartet auf die Koordinierungsstelle",
    ready="arbeitsfähig",
)
