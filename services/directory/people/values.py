"""What is stored of a person, and what tells who they are."""

from typing import Protocol, TypedDict
from uuid import UUID


class NamedPerson(Protocol):
    """A person, given or stored."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def email(self) -> str: ...


class Person(NamedPerson, Protocol):
    """Somebody who is known already."""

    @property
    def id(self) -> UUID: ...


class Names(TypedDict):
    """What is stored of a person."""

    given_name: str
    family_name: str
    email: str


class FoundBy(TypedDict):
    """The folded columns that the ORM would fill."""

    name_key: str
    search_text: str


def names_of(person: NamedPerson) -> Names:
    return Names(given_name=person.given_name, family_name=person.family_name, email=person.email)
