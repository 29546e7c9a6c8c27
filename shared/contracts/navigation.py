"""The way from each service's pages to the others'."""

from typing import NamedTuple

from shared.contracts.accounts import AccessRole
from shared.contracts.consultations import CONSULTATIONS, OWN_CONSULTATIONS
from shared.contracts.directory import BARRIERS

_OPERATOR = frozenset({AccessRole.OPERATOR})
_COORDINATOR = frozenset({AccessRole.COORDINATOR})
_OFFICE = frozenset({AccessRole.OPERATOR, AccessRole.COORDINATOR})
_CARRIER = frozenset({AccessRole.CARRIER})
_WORKER = frozenset({AccessRole.WORKER})
_ADVISED = _WORKER | _CARRIER | {AccessRole.HEAD}
_TASKED = _COORDINATOR | _CARRIER | {AccessRole.HEAD, AccessRole.CONTACT}

START = "/dashboard/"
"""Everybody's own start page."""


class Entry(NamedTuple):
    """A page in the menu of these roles."""

    label: str
    address: str
    roles: frozenset[AccessRole]

    @property
    def link(self) -> tuple[str, str]:
        return self.label, self.address


def entries(*, mailbox: bool) -> list[Entry]:
    """In their order; a mailbox is there where no mail is sent."""
    found = [
        Entry("Start", START, frozenset(AccessRole)),
        Entry("Einarbeitungen", "/trainings/einarbeitungen", _COORDINATOR),
        Entry("Fachkräfte", "/directory/fachkraefte", _COORDINATOR | _CARRIER),
        Entry("Meine Einarbeitung", "/trainings/meine-einarbeitung", _WORKER),
        Entry("Meine Schulen", "/directory/meine-schulen", _WORKER),
        Entry("Aufgaben", "/trainings/aufgaben", _TASKED),
        Entry("Beratung", OWN_CONSULTATIONS, _ADVISED),
        Entry("Beratungen", CONSULTATIONS, _COORDINATOR),
        Entry("Organisationen", "/directory/organisationen", _COORDINATOR),
        Entry("Dokumente", "/directory/dokumente", _COORDINATOR),
        Entry("Konten", "/directory/konten", _OFFICE),
        Entry("Zugänge", "/directory/zugaenge", _OFFICE | {AccessRole.CARRIER}),
        Entry("Überblick", "/dashboard/ueberblick", _OFFICE),
        Entry("Ereignisse", "/dashboard/ereignisse", _OFFICE),
        Entry("Angehalten", "/dashboard/angehalten", _OPERATOR),
        Entry("Versand", "/notifications/versand", _OPERATOR),
        Entry("Befragungen", "/surveys/", _COORDINATOR),
        Entry("Offene Anmeldungen", "/directory/offene-anmeldungen", _OFFICE),
        Entry("Barrieren", BARRIERS, _OFFICE),
        Entry("Anmeldung prüfen", "/directory/anmeldung-pruefen", _OPERATOR),
    ]
    if mailbox:
        found.append(Entry("Postfach", "/notifications/postfach", _OPERATOR))
    return found
