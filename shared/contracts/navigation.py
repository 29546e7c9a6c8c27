"""The way from each service's pages to the others'.

A new page joins the menu by a line in ``_PAGES``: its label, its address, the roles that may open
it, and the group under which it is looked for. Lines may stand in any order: groups come in the
order of ``Group``, pages within one in the order of the lines. The header folds the groups of
whoever has more than ``MAX_UNFOLDED`` pages, and shows no group of which they may open nothing.
"""

from enum import StrEnum
from functools import cache
from typing import NamedTuple

from shared.contracts.accounts import AccessRole
from shared.contracts.assessments import ASSESSMENTS
from shared.contracts.certificates import OWN_CERTIFICATES, QUALIFICATIONS
from shared.contracts.consultations import CONSULTATIONS, OWN_CONSULTATIONS
from shared.contracts.directory import BARRIERS
from shared.contracts.focus_topics import FOCUS_TOPICS
from shared.contracts.framework import FRAMEWORK
from shared.contracts.funding import FINDINGS, POSTS, PROOF_OF_USE
from shared.contracts.gatherings import CATALOGUE, GATHERINGS
from shared.contracts.leaves import OWN_SCHOOLS
from shared.contracts.measures import MEASURES, OWN_MEASURES
from shared.contracts.meetings import ACTIONS, OWN_ACTIONS
from shared.contracts.notifications import ANNOUNCEMENTS, OWN_ANNOUNCEMENTS
from shared.contracts.privacy import REQUESTS
from shared.contracts.projects import PROJECTS, STATEMENTS
from shared.contracts.surveys import SURVEY_REPORTS
from shared.contracts.topics import TOPICS

_OPERATOR = frozenset({AccessRole.OPERATOR})
_COORDINATOR = frozenset({AccessRole.COORDINATOR})
_OFFICE = frozenset({AccessRole.OPERATOR, AccessRole.COORDINATOR})
_CARRIER = frozenset({AccessRole.CARRIER})
_WORKER = frozenset({AccessRole.WORKER})
_AT_SCHOOL = _WORKER | {AccessRole.HEAD}
_ADVISED = _WORKER | _CARRIER | {AccessRole.HEAD}
_TASKED = _OFFICE | _CARRIER | {AccessRole.HEAD, AccessRole.CONTACT}
_NETWORK = _COORDINATOR | _CARRIER | {AccessRole.HEAD, AccessRole.CONTACT} | _WORKER

START = "/dashboard/"
"""Everybody's own start page."""

MAX_UNFOLDED = 7
"""Pages that stand side by side in the header of a wide window."""


class Group(StrEnum):
    """Parts of the menu, in their order; the first has no name and is never folded."""

    START = ""
    DIRECTORY = "Verzeichnis"
    """Who and what there is: people, organizations, their network, groups, documents."""
    STAFFING = "Einsatz"
    """Who works where, and whether that is as it should be: posts, findings, proofs of use."""
    SUPPORT = "Begleitung"
    """What is done for somebody: onboarding, tasks, consultation."""
    EVALUATION = "Auswertung"
    """What has happened, and how much of it: figures, surveys, events."""
    ADMINISTRATION = "Verwaltung"
    """Who may do what, and what an office answers for: accounts, programs, barriers."""
    PRIVACY = "Datenschutz"
    """What is kept about people, who has seen it, and when it goes."""
    OPERATIONS = "Betrieb"
    """Whether the installation does its work."""


class Entry(NamedTuple):
    """A page in the menu of these roles."""

    label: str
    address: str
    roles: frozenset[AccessRole] = frozenset(AccessRole)
    group: Group = Group.START


_PAGES = (
    Entry("Start", START),
    Entry("Fachkräfte", "/directory/fachkraefte", _COORDINATOR | _CARRIER, Group.DIRECTORY),
    Entry("Meine Schulen", OWN_SCHOOLS, _AT_SCHOOL, Group.DIRECTORY),
    Entry("Personen", "/directory/personen", _NETWORK, Group.DIRECTORY),
    Entry("Vielleicht doppelt", "/directory/doppelte", _COORDINATOR, Group.DIRECTORY),
    Entry("Organisationen", "/directory/organisationen", _COORDINATOR, Group.DIRECTORY),
    Entry("Beziehungen", "/directory/beziehungen", _COORDINATOR, Group.DIRECTORY),
    Entry("Netzwerk", "/directory/netzwerk", _COORDINATOR, Group.DIRECTORY),
    Entry("Gruppen", "/directory/gruppen", _COORDINATOR, Group.DIRECTORY),
    Entry("Dokumente", "/directory/dokumente", _COORDINATOR, Group.DIRECTORY),
    Entry("Stellen", POSTS, _COORDINATOR, Group.STAFFING),
    Entry("Prüfhinweise", FINDINGS, _COORDINATOR | _CARRIER, Group.STAFFING),
    Entry("Verwendungsnachweis", PROOF_OF_USE, _COORDINATOR | _CARRIER, Group.STAFFING),
    Entry("Einarbeitungen", "/trainings/einarbeitungen", _COORDINATOR, Group.SUPPORT),
    Entry("Meine Einarbeitung", "/trainings/meine-einarbeitung", _WORKER, Group.SUPPORT),
    Entry("Aufgaben", "/trainings/aufgaben", _TASKED, Group.SUPPORT),
    Entry("Beratung", OWN_CONSULTATIONS, _ADVISED, Group.SUPPORT),
    Entry("Beratungen", CONSULTATIONS, _COORDINATOR, Group.SUPPORT),
    Entry("Rundmitteilungen", ANNOUNCEMENTS, _COORDINATOR, Group.SUPPORT),
    Entry("Texte der Mails", "/notifications/texte", _COORDINATOR, Group.ADMINISTRATION),
    Entry("Zustellungen", "/notifications/zustellungen", _COORDINATOR, Group.ADMINISTRATION),
    Entry("Rundmitteilungen an mich", OWN_ANNOUNCEMENTS, _NETWORK - _COORDINATOR, Group.SUPPORT),
    Entry("Fortbildungen und Treffen", CATALOGUE, _NETWORK, Group.SUPPORT),
    Entry("Themen", TOPICS, _NETWORK, Group.SUPPORT),
    Entry("Meine Bescheinigungen", OWN_CERTIFICATES, _NETWORK, Group.SUPPORT),
    Entry("Veranstaltungen", GATHERINGS, _COORDINATOR, Group.SUPPORT),
    Entry("Qualifikationen", QUALIFICATIONS, _COORDINATOR, Group.SUPPORT),
    Entry("Vorhaben", ACTIONS, _COORDINATOR, Group.SUPPORT),
    Entry("Meine Vorhaben", OWN_ACTIONS, _NETWORK, Group.SUPPORT),
    Entry("Schwerpunkte", FOCUS_TOPICS, _NETWORK, Group.SUPPORT),
    Entry("Projekte", PROJECTS, _NETWORK, Group.SUPPORT),
    Entry("Stellungnahmen", STATEMENTS, _NETWORK, Group.SUPPORT),
    Entry("Rahmenkonzept", FRAMEWORK, _NETWORK, Group.EVALUATION),
    Entry("Überblick", "/dashboard/ueberblick", _OFFICE, Group.EVALUATION),
    Entry("Fluktuation", "/directory/fluktuation", _COORDINATOR, Group.EVALUATION),
    Entry("Fluktuation", "/directory/fluktuation/vergleich", _CARRIER, Group.EVALUATION),
    Entry("Befragungen", "/surveys/", _COORDINATOR, Group.EVALUATION),
    Entry("Selbsteinschätzungen", ASSESSMENTS, _NETWORK, Group.EVALUATION),
    Entry("Maßnahmen", MEASURES, _COORDINATOR, Group.EVALUATION),
    Entry("Berichte aus Befragungen", SURVEY_REPORTS, _NETWORK, Group.EVALUATION),
    Entry("Meine Maßnahmen", OWN_MEASURES, _NETWORK, Group.SUPPORT),
    Entry("Ereignisse", "/dashboard/ereignisse", _OFFICE, Group.EVALUATION),
    Entry("Konten", "/directory/konten", _OFFICE, Group.ADMINISTRATION),
    Entry("Zugriffe", "/directory/zugriffe", _COORDINATOR, Group.PRIVACY),
    Entry("Meldungen der IT", "/directory/meldungen-der-it", _COORDINATOR, Group.STAFFING),
    Entry("Zugänge für Programme", "/directory/zugaenge", _OFFICE | _CARRIER, Group.ADMINISTRATION),
    Entry("Webhooks", "/notifications/webhooks", _COORDINATOR | _CARRIER, Group.ADMINISTRATION),
    Entry(
        "Öffentliches Verzeichnis",
        "/directory/oeffentliches-verzeichnis",
        _COORDINATOR,
        Group.ADMINISTRATION,
    ),
    Entry("Auskunft und Löschung", REQUESTS, _COORDINATOR, Group.PRIVACY),
    Entry("Löschläufe", "/directory/aufbewahrung", _COORDINATOR, Group.PRIVACY),
    Entry("Löschsperren", "/directory/loeschsperren", _COORDINATOR, Group.PRIVACY),
    Entry("Löschfristen", "/directory/loeschfristen", _COORDINATOR, Group.PRIVACY),
    Entry("Barrieren", BARRIERS, _OFFICE, Group.ADMINISTRATION),
    Entry("Verarbeitungen", "/directory/verarbeitungen", _COORDINATOR, Group.PRIVACY),
    Entry(
        "Verantwortliche Stelle",
        "/directory/verantwortliche-stelle/traeger",
        _CARRIER,
        Group.PRIVACY,
    ),
    Entry("Angehalten", "/dashboard/angehalten", _OPERATOR, Group.OPERATIONS),
    Entry("Versand", "/notifications/versand", _OPERATOR, Group.OPERATIONS),
    Entry("Anmeldung prüfen", "/directory/anmeldung-pruefen", _OPERATOR, Group.OPERATIONS),
)
_MAILBOX = Entry("Postfach", "/notifications/postfach", _OPERATOR, Group.OPERATIONS)


_WAITING = Entry(
    "Offene Anmeldungen", "/directory/offene-anmeldungen", _OFFICE, Group.ADMINISTRATION
)


@cache
def entries(*, mailbox: bool, provider: bool) -> tuple[Entry, ...]:
    """In the order of the menu; a mailbox is there where no mail is sent.

    Accounts of a ``provider`` wait only where there is one.
    """
    pages = _PAGES + (_MAILBOX,) * mailbox + (_WAITING,) * provider
    order = list(Group)
    return tuple(sorted(pages, key=lambda each: order.index(each.group)))
