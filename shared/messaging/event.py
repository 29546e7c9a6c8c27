"""The two kinds of body a message carries: an Event is a fact, a Record a latest state."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.privacy.declared import Declared

EVERYONE = "00000000"
"""The tenant of what belongs to the installation and to no tenant of its own."""
SANDBOX = "99000000"
"""The tenant in which developers of other systems try things out; nobody else has this key.

It is served everywhere, and stands in no list of those that are served to people.
"""
ERASURE_VISIBLE = timedelta(days=90)
"""How long a consumer may be away and still learn that something was erased."""


class Body(BaseModel):
    """Named ``<service>.<what>.v<version>``; one of its fields is the key that keeps order."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type_name: ClassVar[str] = ""
    key_field: ClassVar[str] = ""
    topic: ClassVar[str] = ""
    declared: ClassVar[tuple[Declared, ...]] = ()
    """What it says about whom; the path leads to a field of it."""

    @classmethod
    def owner(cls) -> str:
        """The service that alone may announce it."""
        return cls.type_name.partition(".")[0]

    @property
    def key(self) -> str:
        """The value that keeps everything about one person or thing in order."""
        return str(getattr(self, self.key_field))


class Event(Body):
    """A fact, past tense: ids and codes only, never a name, an address or free text."""

    def __init_subclass__(
        cls, *, name: str, key: str, declared: tuple[Declared, ...] = (), **_: Any
    ) -> None:
        super().__init_subclass__()
        cls.type_name, cls.key_field, cls.declared = name, key, declared
        cls.topic = f"{cls.owner()}.events"


class Record(Body):
    """The latest state of a thing others keep a copy of; ``version`` grows with every change."""

    erasure_visible: ClassVar[timedelta] = ERASURE_VISIBLE

    version: int

    def __init_subclass__(
        cls,
        *,
        name: str,
        key: str,
        topic: str,
        declared: tuple[Declared, ...] = (),
        erasure_visible: timedelta = ERASURE_VISIBLE,
        **_: Any,
    ) -> None:
        super().__init_subclass__()
        cls.type_name, cls.key_field, cls.topic, cls.declared = name, key, topic, declared
        cls.erasure_visible = erasure_visible


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something happens: whose story it belongs to, and the message that led to it."""

    tenant: str
    correlation_id: UUID
    causation_id: UUID | None = None
