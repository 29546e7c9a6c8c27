"""The activities for which personal data is processed, and what stands in which of them.

``holds`` names capabilities (``service.folder``), tables that stand in no capability's folder
(``service.table``, ``shared.table`` for those of every service), contracts (``contracts.module``),
``files`` and ``logs``; whatever is declared stands in exactly one activity.
"""

from dataclasses import dataclass

_TASK = "Art. 6 Abs. 1 lit. e DSGVO mit § 3 DSG NRW (Aufgabe im öffentlichen Interesse)"
_STAFF = f"{_TASK}; für Beschäftigte § 18 DSG NRW, bei freien Trägern § 26 BDSG"
_CONSENT = "Art. 6 Abs. 1 lit. a DSGVO (Einwilligung), jederzeit zu widerrufen"
_SECURITY = "Art. 6 Abs. 1 lit. e DSGVO mit Art. 32 DSGVO (Sicherheit der Verarbeitung)"

_WORKERS = "Fachkräfte der Schulsozialarbeit"
_ALL = "Fachkräfte, Ansprechpersonen von Schulen und Trägern, Koordinierungsstelle"
_SIGNED_IN = "alle, die sich anmelden"

_SELF = "die Person selbst"
_REPORTED = f"Anstellungsträger (Meldungen), Koordinierungsstelle, {_SELF}"
_WRITTEN = f"{_SELF}, Koordinierungsstelle"
_MADE = f"{_SELF}; es entsteht, wenn jemand die Seiten benutzt"

_OFFICE = "Koordinierungsstelle"
_CARRIERS = "Anstellungsträger (nur ihre eigenen Fachkräfte)"
_SCHOOLS = "Ansprechpersonen der Schule"
_MAIL = "Mailserver der Kommune"
_OPERATOR = "Betrieb"


@dataclass(frozen=True)
class Declared:
    """What cannot be read from columns; the legal basis is a proposal to be examined."""

    key: str
    title: str
    basis: str
    people: str
    origin: str
    """From whom it comes."""
    recipients: tuple[str, ...]
    holds: frozenset[str]


def _in(service: str, names: str) -> frozenset[str]:
    return frozenset(f"{service}.{name}" for name in names.split())


ACTIVITIES = (
    Declared(
        "people",
        "Fachkräfte, Ansprechpersonen und ihre Zuständigkeit",
        _STAFF,
        _ALL,
        _REPORTED,
        (_OFFICE, _CARRIERS, _SCHOOLS),
        _in(
            "directory",
            "people employments placements departures leaves cover organizations relationships"
            " groups network duplicates merges",
        )
        | _in("contracts", "directory leaves relationships merging")
        | _in("trainings", "people organizations belongings")
        | _in("surveys", "people workplaces")
        | _in("notifications", "recipients merges")
        | _in("dashboard", "merges"),
    ),
    Declared(
        "portraits",
        "Was jemand von sich zeigt",
        _CONSENT,
        _ALL,
        _SELF,
        (_OFFICE, "wer das Verzeichnis sehen darf", "die Öffentlichkeit, wenn die Person es will"),
        _in("directory", "photos presences"),
    ),
    Declared(
        "reports",
        "Meldungen der Anstellungsträger und Anschluss ihrer Systeme",
        _STAFF,
        f"{_WORKERS}; wer die Systeme betreut",
        _REPORTED,
        (_OFFICE, _CARRIERS, "Systeme des Trägers oder der Kommune (Webhooks: nur Kennungen)"),
        _in("directory", "bulk scim sandbox access")
        | _in("notifications", "attempts")
        | _in("shared", "idempotent_answers"),
    ),
    Declared(
        "funding",
        "Förderung und Verwendungsnachweis",
        _TASK,
        _WORKERS,
        _REPORTED,
        (_OFFICE, "Bewilligungsbehörde (Nachweis ohne Freitext)"),
        _in("directory", "findings proof_of_use") | _in("contracts", "funding"),
    ),
    Declared(
        "sign-in",
        "Anmeldung, Konten und Rechte",
        _SECURITY,
        _SIGNED_IN,
        f"{_MADE}; Dienstkonten: Anmeldedienst der Kommune oder des Trägers",
        (_MAIL, "Anmeldedienst der Kommune oder des Trägers, wenn einer eingerichtet ist"),
        _in(
            "directory",
            "accounts codes factors identities oidc passkeys sessions notices quotas",
        )
        | _in("notifications", "codes")
        | _in("contracts", "accounts")
        | _in("shared", "access sessions"),
    ),
    Declared(
        "documents",
        "Vereinbarungen und Nachweise der Organisationen",
        _TASK,
        "wer in einem Dokument genannt ist, wer es hochgeladen hat",
        f"{_WRITTEN}, Ansprechpersonen der Organisation",
        (_OFFICE, "die Organisation oder Gruppe, der das Dokument gehört"),
        _in("directory", "documents"),
    ),
    Declared(
        "consultations",
        "Beratung durch die Koordinierungsstelle",
        _TASK,
        _ALL,
        _WRITTEN,
        (_OFFICE,),
        _in("directory", "consultations") | _in("contracts", "consultations"),
    ),
    Declared(
        "barriers",
        "Gemeldete Barrieren",
        "Art. 6 Abs. 1 lit. e DSGVO mit § 10 BGG NRW; für die Antwort Einwilligung",
        "wer eine Barriere meldet",
        _SELF,
        (_OPERATOR, _OFFICE),
        _in("directory", "barriers"),
    ),
    Declared(
        "onboarding",
        "Einarbeitung und ihre Aufgaben",
        _STAFF,
        _ALL,
        _REPORTED,
        (_OFFICE, _CARRIERS, _SCHOOLS),
        _in("trainings", "onboardings tasks") | _in("contracts", "trainings"),
    ),
    Declared(
        "gatherings",
        "Fortbildungen und Treffen",
        _STAFF,
        f"{_ALL}, Gäste",
        _WRITTEN,
        (_OFFICE, "wer die Veranstaltung leitet", "andere Teilnehmende, wenn die Person zustimmt"),
        _in(
            "trainings",
            "gatherings registrations answers attendance calendar calendar_declines door_codes"
            " guests invitations promises seats shared_lists workshop_seats workshops",
        )
        | _in("notifications", "gatherings")
        | _in("contracts", "gatherings invitations seats feedback"),
    ),
    Declared(
        "certificates",
        "Bescheinigungen und Qualifikationen",
        _STAFF,
        f"{_WORKERS}, Gäste",
        _WRITTEN,
        (_OFFICE, "wem die Person eine Bescheinigung zeigt"),
        _in("trainings", "certificate_details certificates externals qualifications")
        | _in("contracts", "certificates"),
    ),
    Declared(
        "work",
        "Arbeitskreise, Protokolle und Beteiligung",
        _TASK,
        _ALL,
        _WRITTEN,
        (_OFFICE, "Mitglieder des Arbeitskreises"),
        _in("trainings", "actions agenda minutes projects proposals speakers statements")
        | _in("notifications", "topics")
        | _in("contracts", "meetings statements topics"),
    ),
    Declared(
        "framework",
        "Rahmenkonzept",
        _TASK,
        _ALL,
        _SELF,
        (_OFFICE, "alle, die mitreden"),
        _in("surveys", "ballots framework_comments") | _in("contracts", "framework"),
    ),
    Declared(
        "surveys",
        "Befragungen",
        f"{_TASK}; Teilnahme freiwillig",
        _ALL,
        _SELF,
        (_OFFICE, "bei Befragungen mit Namen: wer auf jeder Seite genannt ist"),
        _in("surveys", "invitations named openings pulses survey_groups survey_reports urns")
        | _in("contracts", "surveys"),
    ),
    Declared(
        "quality",
        "Selbsteinschätzung von Schulen und Maßnahmen",
        _TASK,
        f"{_ALL}, Personen von außerhalb, die eine Maßnahme übernehmen",
        f"{_SELF}, wer eine Maßnahme einträgt",
        (_OFFICE, _SCHOOLS),
        _in("surveys", "assessments measures") | _in("contracts", "assessments measures"),
    ),
    Declared(
        "mails",
        "Benachrichtigungen und Rundmitteilungen",
        _TASK,
        f"{_ALL}, Gäste",
        f"{_MADE}; Koordinierungsstelle",
        (_MAIL, "Betreiber der Postfächer der Empfangenden", _OFFICE),
        _in(
            "notifications",
            "addresses announcements bundles dispatches hours inbox mailbox messages deliveries"
            " preferences texts undeliverable",
        )
        | _in("contracts", "notifications"),
    ),
    Declared(
        "privacy",
        "Anträge auf Auskunft und Löschung",
        "Art. 6 Abs. 1 lit. c DSGVO mit Art. 12, 15, 17 DSGVO (rechtliche Verpflichtung)",
        _ALL,
        _WRITTEN,
        (_OFFICE,),
        _in("directory", "privacy_requests legal_holds")
        | _in("contracts", "privacy holds")
        | _in("shared", "erased_people holds privacy_parts"),
    ),
    Declared(
        "operation",
        "Betrieb, Nachweis und Nachvollziehbarkeit",
        _SECURITY,
        f"{_ALL}, Gäste",
        _MADE,
        (_OPERATOR, f"{_OFFICE} (Überblick: nur Kennungen)"),
        frozenset({"files", "logs", "dashboard.events"})
        | _in("directory", "controllers")
        | _in("shared", "audit inbox outbox parked parked_history"),
    ),
)
