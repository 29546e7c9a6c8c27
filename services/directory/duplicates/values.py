"""By what somebody is known, and why two may be the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import word, words

DUPLICATES = "/directory/doppelte"


class Reason(OpenCode):
    """Why two people may be the same, the strongest first."""

    NUMBER = "number"
    VERIFIED_MAIL = "verified_mail"
    NAME = "name"
    PART_OF_NAME = "part_of_name"
    SIMILAR_NAME = "similar_name"
    INITIALS = "initials"
    FORMER_NAME = "former_name"
    MAIL = "mail"
    SCHOOL = "school"


class Certainty(StrEnum):
    """How much speaks for it."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Standing(StrEnum):
    """What has become of two people who may be the same."""

    OPEN = "open"
    DIFFERENT = "different"


words(
    Reason,
    number="gleiche Personalnummer beim selben Anstellungsträger",
    verified_mail="gleiche bestätigte E-Mail-Adresse",
    name="gleicher Name",
    part_of_name="ein Namensteil fehlt oder kommt hinzu",
    similar_name="ähnlicher Name",
    initials="passende Anfangsbuchstaben",
    former_name="unter einem früheren Namen",
    mail="gleiche E-Mail-Adresse",
    school="gemeinsame Schule",
)
words(Certainty, certain="sicher", likely="wahrscheinlich", possible="möglich")
words(Standing, open="offen", different="nicht dieselbe Person")

CERTAIN = 100
LOWEST = {Certainty.CERTAIN: CERTAIN, Certainty.LIKELY: 75, Certainty.POSSIBLE: 1}
"""The least score of each."""


def certainty_of(score: int) -> Certainty:
    return next(each for each, least in LOWEST.items() if score >= least)


class Name(NamedTuple):
    """The parts of a name, in the spelling that all spellings have in common."""

    given: frozenset[str]
    family: frozenset[str]
    former: bool = False


@dataclass(frozen=True)
class Profile:
    """By what somebody is known; ``verified`` are those of ``mails`` at which codes were read."""

    names: Sequence[Name]
    mails: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    """Each with the carrier whose number it is."""
    schools: frozenset[UUID] = field(default=frozenset())


class Verdict(NamedTuple):
    """How much speaks for it that two are the same, of 100, and what."""

    score: int
    reasons: tuple[Reason, ...]


class Alike(NamedTuple):
    """Somebody whom a new person may be, as far as who enters them may see it."""

    person_id: UUID
    name: str
    detail: str
    reasons: tuple[Reason, ...]

    @property
    def text(self) -> str:
        """As in "Fachkraft, Hellwegschule: gleicher Name"."""
        said = ", ".join(word(Reason, each) for each in self.reasons)
        return f"{self.detail}: {said}" if self.detail else said


def shown_as(found: Sequence[Alike]) -> str:
    """By what a form knows that these have been shown."""
    ids = " ".join(sorted(str(each.person_id) for each in found))
    return sha256(ids.encode()).hexdigest() if ids else ""
