"""The default onboarding template."""

from uuid import UUID

from services.trainings.schemas import Stage, TaskRule
from shared.contracts.directory import Role

DEFAULT_TEMPLATE_ID = UUID("0197f000-0000-7000-8000-000000000101")
DEFAULT_VERSION = 1

_M, _ = True, False
_DEFAULT = (
    (
        "placement_notice",
        "Einsatzmeldung: Schule(n), Stunden, Finanzierung, Befristung",
        Role.CARRIER,
        -21,
        _M,
        Stage.ALL,
    ),
    (
        "qualification",
        "Qualifikation und staatliche Anerkennung geprüft (nur Vermerk)",
        Role.CARRIER,
        -14,
        _M,
        Stage.ALL,
    ),
    (
        "good_conduct",
        "Erweitertes Führungszeugnis eingesehen (nur Datum)",
        Role.CARRIER,
        -7,
        _M,
        Stage.ALL,
    ),
    ("measles", "Masernschutz nachgewiesen (nur Vermerk)", Role.CARRIER, -7, _M, Stage.ALL),
    ("office", "Büro/Beratungsraum, abschließbar und vertraulich", Role.HEAD, -7, _M, Stage.ALL),
    ("furniture", "Möbel und abschließbarer Schrank", Role.SCHOOL_AUTHORITY, -7, _, Stage.ALL),
    (
        "announce",
        "Ankündigung an Kollegium, Sekretariat, Hausmeister, OGS",
        Role.HEAD,
        -7,
        _,
        Stage.ALL,
    ),
    ("buddy", "Patin/Pate benannt, Kontakt hergestellt", Role.COORDINATOR, -7, _M, Stage.ALL),
    ("computer", "Dienst-PC mit Verschlüsselung, Drucker", Role.IT, -3, _M, Stage.ALL),
    ("phone", "Diensthandy mit Mailbox", Role.CARRIER, -3, _M, Stage.ALL),
    ("accounts", "IT-Konten: E-Mail, Schulplattform", Role.IT, -3, _M, Stage.ALL),
    ("keys", "Schlüssel, Transponder, Alarmcode", Role.HEAD, 0, _M, Stage.ALL),
    ("greeting", "Persönliche Begrüßung und Rundgang", Role.HEAD, 0, _M, Stage.ALL),
    (
        "directory_entry",
        "Verzeichniseintrag, Sichtbarkeit wählt die Fachkraft",
        Role.WORKER,
        1,
        _M,
        Stage.ALL,
    ),
    ("secrecy", "Unterweisung Schweigepflicht (§ 203 StGB)", Role.CARRIER, 3, _M, Stage.ALL),
    ("privacy", "Verpflichtung auf Datenschutz", Role.CARRIER, 3, _M, Stage.ALL),
    (
        "dates",
        "Nächster Arbeitskreis, Fachtag und Einstiegsqualifizierung gebucht",
        Role.COORDINATOR,
        7,
        _,
        Stage.ALL,
    ),
    ("safety", "Arbeitsschutz, Brandschutz, Erste Hilfe", Role.HEAD, 14, _M, Stage.ALL),
    (
        "child_protection",
        "Kinderschutzverfahren (§ 8a SGB VIII)",
        Role.YOUTH_OFFICE,
        14,
        _M,
        Stage.ALL,
    ),
    ("role", "Rollen- und Auftragsklärung Schule-Träger", Role.CARRIER, 14, _M, Stage.ALL),
    ("all_day", "OGS-Leitung kennengelernt, Regeltermin vereinbart", Role.WORKER, 14, _, Stage.ALL),
    ("hours", "Sprechzeiten, Aushang, Schulhomepage", Role.WORKER, 14, _, Stage.ALL),
    (
        "youth_office_visit",
        "Antrittsgespräch ASD/Jugendamt, zuständige Person benannt",
        Role.YOUTH_OFFICE,
        21,
        _M,
        Stage.ALL,
    ),
    ("crisis", "Krisenteam, Notfallordner, Meldewege", Role.HEAD, 21, _M, Stage.ALL),
    ("conference", "Vorstellung in Lehrer- und Schulkonferenz", Role.HEAD, 21, _, Stage.ALL),
    ("consultation", "Erstgespräch Fachberatung", Role.COORDINATOR, 21, _M, Stage.ALL),
    ("agreement", "Kooperationsvereinbarung erläutert", Role.CARRIER, 30, _, Stage.ALL),
    ("but", "BuT-Verfahren und zuständige Stelle", Role.COORDINATOR, 30, _, Stage.ALL),
    ("shadowing", "Hospitation bei erfahrener Fachkraft", Role.BUDDY, 45, _, Stage.ALL),
    (
        "network",
        "Netzwerkbesuche (Beratungsstellen, Schulpsychologie, ...)",
        Role.WORKER,
        60,
        _,
        Stage.ALL,
    ),
    (
        "kita",
        "Abgebende KiTas und Übergangsformat kennengelernt",
        Role.WORKER,
        60,
        _,
        Stage.PRIMARY,
    ),
    (
        "kaoa",
        "Berufsorientierung (KAoA) und Agentur für Arbeit kennengelernt",
        Role.WORKER,
        60,
        _,
        Stage.SECONDARY,
    ),
    ("supervision", "Supervision/kollegiale Beratung zugeordnet", Role.CARRIER, 60, _, Stage.ALL),
    ("site_analysis", "Standort- und Sozialraumanalyse", Role.WORKER, 90, _, Stage.ALL),
    ("targets", "Zielvereinbarung/Standortkonzept besprochen", Role.HEAD, 100, _, Stage.ALL),
    ("entry_course", "Einstiegsqualifizierung (3 Tage) besucht", Role.WORKER, 180, _, Stage.ALL),
    ("close", "Abschluss der Einarbeitung", Role.CARRIER, 150, _, Stage.ALL),
)

DEFAULT_TASKS = tuple(
    TaskRule(code=code, title=title, role=role, due_days=days, mandatory=must, stage=stage)
    for code, title, role, days, must, stage in _DEFAULT
)
