"""What was done, as the services tell it and as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from shared.contracts.services import TITLES
from shared.contracts.words import words
from shared.web.accesses import Access, Act, Chain
from shared.web.audit import EXPORT

OFFICE, OWN = "/api/v1/accesses", "/api/v1/accesses/own"
"""Where each tells what it has recorded."""


class Side(StrEnum):
    """Whether somebody acted, or it was about them."""

    ABOUT = "about"
    ACTED = "acted"


words(Act, look="angesehen", change="geändert", export="als Datei gespeichert")
words(Side, about="um deren Daten es geht", acted="die etwas getan hat")


class Place(NamedTuple):
    """A place in what all services have recorded together."""

    at: datetime
    service: int
    position: int


@dataclass(frozen=True)
class Told:
    """An entry and the service that has it."""

    service: str
    access: Access

    @property
    def place(self) -> Place:
        return Place(self.access.at, [*TITLES].index(self.service), self.access.position)


@dataclass(frozen=True)
class Entry:
    """One line; ``of`` is the id of what it was about, ``about`` whom, or what kind of thing."""

    at: datetime
    who: str
    role: str
    what: str
    service: str
    of: str
    about: str = ""
    actor_id: UUID | None = None


@dataclass(frozen=True)
class Answers:
    """What services said; ``away`` are those that did not, by what they are called."""

    told: Sequence[Told]
    away: Sequence[str]
    chains: Sequence[tuple[str, Chain]] = ()


def said(action: str, kind: str) -> str:
    """What was done, for people: ``Konto: angesehen``."""
    return f"{thing_of(action, kind)}: {_done(action)}"


def thing_of(action: str, kind: str) -> str:
    """What something was done to, for people."""
    first = action.partition(" ")[2].lstrip("/").partition("/")[0]
    thing = THINGS.get(f"{first}/{kind}") or THINGS.get(kind)
    return thing or kind.replace("-", " ").capitalize()


def _done(action: str) -> str:
    method, _, route = action.partition(" ")
    if action == EXPORT:
        return "als Datei gespeichert"
    if method == "GET" and route not in _DONE_THERE:
        return "als Datei geholt" if route.rpartition("/")[2] in _FILES else "angesehen"
    last = route.rpartition("/")[2]
    if said_of_route := _DONE_THERE.get(route):
        return said_of_route
    return _DONE.get(method) or _DONE.get(last) or "geändert"


_DONE_THERE = {
    "/meine-daten/loeschen": "Löschung verlangt",
    "/meine-daten/auskunft": "Auskunft verlangt",
    "/konsole/suche": "durchsucht",
    "/konsole/auskunft": "Auskunft verlangt",
    "/konsole/loeschen": "Löschung veranlasst",
    "/auskunft-auf-papier/{person_id}": "verlangt",
    "/auskunft-und-loeschung/fuer/{person_id}": "eingetragen",
    "/auskunft-und-loeschung/{privacy_request_id}/loeschen": "Löschung veranlasst",
    "/loeschsperren/neu": "gesetzt",
    "/loeschsperren/fuer/{person_id}": "gesetzt",
    "/loeschsperren/{hold_id}/beenden": "beendet",
}
"""Where the last word of an address says something else than was done."""
_FILES = {"datei", "content", "vcard"}
_DONE = {
    "DELETE": "gelöscht",
    **dict.fromkeys(("PUT", "PATCH"), "geändert"),
    "neu": "angelegt",
    "entfernen": "entfernt",
    "loeschen": "gelöscht",
    "wegnehmen": "weggenommen",
    "zuruecknehmen": "zurückgenommen",
    "hochladen": "Datei hochgeladen",
    "erledigt": "erledigt",
    "absagen": "abgesagt",
    "ablehnen": "abgelehnt",
    "zuordnen": "zugeordnet",
    "widerrufen": "widerrufen",
    "abmelden": "abgemeldet",
    "einladen": "eingeladen",
}
THINGS = {
    "Groups": "Gruppen des Identitätssystems",
    "Users": "Konto des Identitätssystems",
    "abgaben": "Abgabe eines Verwendungsnachweises",
    "accounts": "Konto",
    "adressen": "Adresse für Mails",
    "angebote": "Veranstaltung",
    "angehalten": "Angehaltene Nachricht",
    "anmeldungen": "Anmeldung",
    "anwesenheit": "Anwesenheit",
    "arten": "Art von Qualifikation",
    "aufgaben": "Aufgabe",
    "aufbewahrung": "Löschläufe",
    "auskunft": "Eigene Auskunft",
    "auskunft-auf-papier": "Auskunft auf Papier",
    "auskunft-und-loeschung": "Auskunft oder Löschung",
    "auskunft-und-loeschung/fuer": "Verlangen, gelöscht zu werden",
    "auskunft-von-ausserhalb": "Auskunft oder Löschung von außerhalb",
    "barrieren": "Gemeldete Barriere",
    "befragung": "Maßnahme zu einer Befragung",
    "benachrichtigungen": "Wünsche zu Mails",
    "beratung": "Beratung",
    "beratungen": "Beratung",
    "bescheinigungen": "Bescheinigung",
    "bescheinigungsabsender": "Absender der Bescheinigungen",
    "beschluesse": "Beschluss",
    "bestaetigen": "Bestätigung, wer man ist",
    "beziehungen": "Beziehung",
    "cancellations": "Zurückgezogene Einstellung",
    "carrier-controllers": "Verantwortliche Stelle eines Trägers",
    "changes": "Änderung einer Beschäftigung",
    "clients": "Zugang eines Programms",
    "consultations": "Beratung",
    "corrections": "Berichtigung",
    "datei": "Bescheinigung",
    "departures": "Ausscheiden",
    "documents": "Dokument",
    "dokumente": "Dokument",
    "doppelte": "Vielleicht doppelte Personen",
    "einarbeitungen": "Einarbeitung",
    "einchecken": "Einchecken",
    "einladungen": "Einladung",
    "einsatz": "Einsatz",
    "ersatztermine": "Ersatztermin",
    "extern": "Externe Bescheinigung",
    "fachkraefte": "Fachkraft",
    "fassungen": "Fassung",
    "fehlend": "Fehlende Rolle im Netzwerk",
    "fotos": "Foto",
    "fragen": "Frage",
    "frageboegen": "Fragebogen",
    "freigaben": "Freigaben",
    "fuer": "Veranstaltung",
    "gatherings": "Veranstaltung",
    "grants": "Rolle",
    "groups": "Gruppe",
    "gruppe": "Dokument einer Gruppe",
    "gruppen": "Gruppe",
    "hires": "Einstellung",
    "kalender": "Kalenderdatei einer Mail",
    "kapitel": "Kapitel des Rahmenkonzepts",
    "kommentare": "Kommentar zum Rahmenkonzept",
    "konsole": "Daten einer Person, am Server",
    "konten": "Konto",
    "kontingente": "Kontingent",
    "leaves": "Beurlaubung",
    "loeschfristen": "Löschfrist",
    "loeschsperren": "Löschsperre",
    "loeschsperren/fuer": "Löschsperre einer Person",
    "massnahmen": "Maßnahme",
    "mein-eintrag": "Eigener Eintrag",
    "meine-bescheinigungen": "Eigene Bescheinigung",
    "meine-daten": "Eigene Daten",
    "meine-einarbeitung": "Eigene Einarbeitung",
    "meine-massnahmen": "Eigene Maßnahme",
    "meine-rundmitteilungen": "Rundmitteilung",
    "meine-vorhaben": "Eigenes Vorhaben",
    "meine-zeiten": "Eigene Zeiten für Mails",
    "meldungen-der-it": "Meldung der IT",
    "mit": "Zusammenführung",
    "mitteilungen": "Mitteilung",
    "network": "Netzwerk",
    "netzwerk": "Netzwerk",
    "oeffentliches-verzeichnis": "Öffentliches Verzeichnis",
    "office": "Teil einer Auskunft auf Papier",
    "offene-anmeldungen": "Offene Anmeldung",
    "organisationen": "Organisation",
    "organizations": "Organisation",
    "paar": "Zusammenführung",
    "outsiders": "Person von außerhalb",
    "parked": "Angehaltene Nachricht",
    "passkeys": "Passkey",
    "people": "Person",
    "person": "Person",
    "personen": "Person",
    "postfach": "Aufbewahrte Mail",
    "projekte": "Projekt",
    "protokoll": "Protokoll",
    "pruefhinweise": "Prüfhinweis",
    "qualifikationen": "Qualifikation",
    "rahmenkonzept": "Rahmenkonzept",
    "registrations": "Anmeldung zu einer Veranstaltung",
    "relationships": "Beziehung",
    "retention-periods": "Löschfrist",
    "returns": "Rückkehr",
    "rollen": "Rolle",
    "rueckmeldung": "Maßnahme zu einer Rückmeldung",
    "rueckmeldungen": "Rückmeldung",
    "ruhezeiten": "Zeiten für Mails",
    "schliessungen": "Schließung",
    "schools": "Schule",
    "schritt": "Schritt eines Projekts",
    "schule": "Selbsteinschätzungen einer Schule",
    "schulen": "Schule",
    "schwerpunkt": "Maßnahme zu einem Schwerpunkt",
    "schwerpunkte": "Schwerpunkt",
    "rundmitteilungen": "Rundmitteilung",
    "scim": "Identitätssystem",
    "selbsteinschaetzung": "Maßnahme zu einer Selbsteinschätzung",
    "selbsteinschaetzungen": "Selbsteinschätzung",
    "sprecher": "Sprecherin oder Sprecher",
    "sprechzeiten": "Sprechzeit",
    "stellen": "Stelle",
    "stellungnahmen": "Stellungnahme",
    "tagesordnung": "Tagesordnung",
    "tasks": "Aufgabe",
    "teilnahmen": "Teilnahmen einer Person",
    "teilnehmende": "Teilnahme",
    "templates": "Vorlage der Einarbeitung",
    "termine": "Termin",
    "testzugang": "Testzugang",
    "texte": "Text",
    "thema": "Veranstaltung zu einem Thema",
    "themen": "Thema",
    "traeger": "Verantwortliche Stelle eines Trägers",
    "umfrage": "Maßnahme zu einer Umfrage",
    "umfragen": "Umfrage",
    "undeliverable": "Unzustellbare Mail",
    "uhr": "Uhr",
    "v": "Fassung eines Dokuments",
    "veranstaltungen": "Veranstaltung",
    "verantwortliche-stelle": "Verantwortliche Stelle",
    "versand": "Versand",
    "versions": "Fassung eines Dokuments",
    "verarbeitungen": "Verzeichnis der Verarbeitungen",
    "verwendungsnachweis": "Verwendungsnachweis",
    "von-hand": "Person einer Gruppe",
    "von-selbst": "Umfrage, die von selbst beginnt",
    "vorhaben": "Vorhaben",
    "webhooks": "Webhook",
    "withdrawals": "Zurückgezogene Änderung",
    "workers": "Fachkraft",
    "workshops": "Workshop",
    "zeiten": "Zeiten eines Workshops",
    "zu": "Dokument einer Organisation",
    "zugaenge": "Zugang eines Programms",
    "zugriffe": "Zugriffe",
    "zusammenfuehrungen": "Zusammenführung",
    "zustellungen": "Zugestellte Mails",
    "zuordnen": "Offene Anmeldung",
    "zweiter-schritt": "Zweiter Schritt der Anmeldung",
    "abschnitte": "Abschnitt eines Fragebogens",
    "bedingungen": "Bedingung einer Frage",
    "bibliothek": "Vorlage einer Frage",
    "standards": "Standard des Rahmenkonzepts",
    "suche": "Suche",
    "teile": "Teil eines Fragebogens",
}
"""What things are called, by the segment of an address that names their kind."""
