"""Invented people as they are offered, and the addresses that nobody has."""

from dataclasses import dataclass
from uuid import UUID

from services.directory.accounts.values import folded

_NOBODYS = ("@example.org", "@example.com", "@example.net")
"""RFC 2606: domains for examples, in which nobody has an address."""


def is_invented(address: str) -> bool:
    """Whether no real person can have it."""
    return folded(address).endswith(_NOBODYS)


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented person, and how they are presented."""

    person_id: UUID
    name: str
    title: str
