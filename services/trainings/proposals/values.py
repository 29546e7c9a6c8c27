"""Topics as pages show them, and what seals who supports them."""

import hmac
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from shared.codes import OpenCode
from shared.contracts.gatherings import GatheringKind
from shared.contracts.words import words
from shared.database.paging import attribute
from shared.german import number
from shared.keys import derive
from shared.small_numbers.sizes import FEWER, LEAST

MANY = 10
"""From so many on the office is told on its start page."""
_NONCE = 12


class Origin(OpenCode):
    """Where a topic comes from."""

    OFFICE = "office"
    NETWORK = "network"
    SURVEY = "survey"


class Standing(OpenCode):
    """How far a topic has come."""

    OPEN = "open"
    PLANNED = "planned"
    DECLINED = "declined"


words(Origin, office="Koordinierungsstelle", network="aus dem Netzwerk", survey="aus einer Umfrage")
words(Standing, open="offen", planned="geplant", declined="abgelehnt")

REFUSED: Mapping[str, str] = {
    "topic-answered": "Über dieses Thema ist schon entschieden.",
    "topic-planned": "Zu diesem Thema ist schon eine Veranstaltung geplant.",
}


@dataclass(frozen=True)
class Known:
    """A topic; ``people`` is in words, because small numbers are not shown.

    ``supported`` are full steps of five until it is answered.
    """

    id: UUID
    title: str
    about: str
    kind: GatheringKind
    origin: Origin
    standing: Standing
    supported: int
    counted: int | None
    reason: str
    gathering_id: UUID | None
    gathering: str
    gathering_shown: bool
    """Whether the network sees the gathering."""
    answered: bool
    version: int

    @property
    def people(self) -> str:
        said = people_in_words(self.supported)
        return said if self.answered or self.supported < LEAST else f"mindestens {said}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be supported: until its supporters are told."""
        return not self.answered and self.standing is not Standing.DECLINED


def in_steps(people: int) -> int:
    """Whoever looks often would else see when somebody supports, and guess who."""
    return people // LEAST * LEAST


def people_in_words(people: int) -> str:
    """weniger als fünf, 12"""
    return number(people) if people >= LEAST else FEWER


class Seals:
    """What only holders of the service's secret can make: it is in no database."""

    def __init__(self, key: bytes) -> None:
        self._mac = derive(key, "topic.person")
        self._box = ChaCha20Poly1305(derive(key, "topic.box"))

    def mac(self, proposal_id: UUID, person_id: UUID) -> bytes:
        """The same person is the same once more for one topic, and another for the next."""
        return hmac.digest(self._mac, proposal_id.bytes + person_id.bytes, "sha256")

    def macs(self, proposal_id: UUID, people: set[UUID]) -> Sequence[bytes]:
        """Of one person with several ids."""
        return [self.mac(proposal_id, each) for each in people]

    def box(self, proposal_id: UUID, person_id: UUID) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._box.encrypt(nonce, person_id.bytes, proposal_id.bytes)

    def opened(self, proposal_id: UUID, box: bytes) -> UUID | None:
        """None for what was not sealed for this topic under the secret of now."""
        try:
            found = self._box.decrypt(box[:_NONCE], box[_NONCE:], proposal_id.bytes)
        except InvalidTag:
            return None
        return UUID(bytes=found)


LISTED = (
    attribute("title", "Thema"),
    attribute("kind", "Art"),
    attribute("people", "Unterstützt von"),
    attribute("counted", "In einer Umfrage"),
    attribute("origin", "Herkunft"),
    attribute("standing", "Stand"),
)
