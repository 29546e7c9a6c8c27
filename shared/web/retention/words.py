"""What is deleted by the clock, in words."""

from shared.retention.clock import CONFIRMED, Doubt
from shared.retention.counting import BY_JOB

WHAT = {
    "holds": "abgelaufene Löschsperren",
    "inbox": "Vermerke, welche Nachrichten behandelt sind",
    "parked_history.value": "Inhalte früher angehaltener Nachrichten",
    "employments": "ausgeschiedene Fachkräfte, mit allem, was von ihnen gespeichert ist",
    "onboardings": "Aufgaben abgeschlossener Einarbeitungen",
    "seen": "Kennungen und Inhalte von Ereignissen",
    "bundles": "Vormerkungen für Sammelmails",
    "dispatches": "Zustellungen von Mails",
    "address_health": "Vermerke, wie Mail-Adressen zu erreichen waren",
}
"""By the key of a rule; a test finds the one that has no words."""
OF_JOBS = {
    "announcement_editions": "Fassungen alter Rundmitteilungen",
    "announcement_recipients": "Empfänge alter Rundmitteilungen",
    "announcements": "alte Rundmitteilungen",
    "answer_sheets": "Fragebögen alter Anmeldungen",
    "answers": "Antworten für wiederholte Anfragen",
    "arrivals": "unterbrochene Anmeldungen",
    "attendance_marks": "Anwesenheiten",
    "audit": "Einträge im Zugriffsprotokoll",
    "barrier_reports": "Meldungen zur Barrierefreiheit",
    "bulk_requests": "Sammelmeldungen von Trägern",
    "bulk_rows": "Zeilen aus Sammelmeldungen von Trägern",
    "calendar_declines": "Absagen aus Kalendern",
    "certificates": "Teilnahmebescheinigungen",
    "code_mails": "Mails mit einem Code",
    "code_requests": "Codes für die Anmeldung",
    "deliveries": "Zustellungen von Nachrichten",
    "door_codes": "Codes für den Einlass",
    "gap_tasks": "erledigte Aufgaben zum Netzwerk",
    "gathering_invitations": "Einladungen",
    "gathering_reminders": "Vermerke über Erinnerungen an Veranstaltungen",
    "given_up": "nicht zustellbare Nachrichten",
    "guests": "Gäste",
    "inbox_items": "Lesevermerke im Posteingang",
    "kept_mails": "aufbewahrte Mails",
    "list_consents": "Einwilligungen in Teilnehmerlisten",
    "messages": "Nachrichten an Personen und Rollen",
    "notices": "Mails zur Anmeldung",
    "oidc_flows": "Anmeldungen beim Anmeldedienst",
    "oidc_logout_tokens": "Abmeldungen beim Anmeldedienst",
    "passkey_challenges": "Anfragen an Passkeys",
    "people": "Personen, die niemand mehr nennt",
    "privacy_parts": "Teile von Auskünften",
    "quotas": "gezählte Anfragen von Programmen",
    "refusals": "abgewiesene Anmeldungen",
    "registration_answers": "Antworten zu alten Anmeldungen",
    "relationships": "beendete Beziehungen",
    "seat_promises": "zugesagte Plätze",
    "sessions": "Sitzungen",
    "sign_ins": "Anmeldungen in Sitzungen",
    "unmatched_sign_ins": "offene Anmeldungen",
    "waiting_sign_ins": "Anmeldungen, die auf den zweiten Schritt warten",
    "webhook_attempts": "Versuche, Programmen etwas zu melden",
    "webhook_deliveries": "Meldungen an Programme",
    "workshop_wishes": "Wünsche zu Workshops",
}
"""By the table that a job deletes from; a test finds those without words."""
EMPTIED = {
    "consultations": "Notizen und Orte alter Beratungen",
    "measures": "Zuständige von außen bei alten Maßnahmen",
}
"""By the table of which a job empties columns."""


def what_of(rule: str) -> str:
    """For people."""
    if rule == CONFIRMED:
        return "Uhr vom Betrieb bestätigt"
    table = rule.rpartition(BY_JOB)[2]
    return WHAT.get(rule) or OF_JOBS.get(table) or EMPTIED.get(table.partition(".")[0]) or table


def doubted(doubt: Doubt) -> str:
    """Why nothing is deleted, and what helps."""
    if doubt.database:
        hours = int(doubt.away.total_seconds() // 3600)
        return (
            f"Die Uhr des Dienstes und die der Datenbank gehen {hours} Stunden auseinander. "
            "Sobald beide stimmen, geht es weiter."
        )
    return (
        f"Der letzte Lauf liegt {doubt.days} Tage zurück. Entweder stand der Dienst so lange, oder "
        "seine Uhr ist gesprungen. Der Betrieb bestätigt die Uhr oder stellt sie richtig."
    )
