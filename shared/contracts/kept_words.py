"""What tables and columns are called, for people: in packages, receipts and certificates.

A column's own ``label`` goes before the word for all of its name. Receipts name tables of other
services, so their words are here, beside those of codes.
"""

from collections.abc import Mapping

TABLE_WORDS: Mapping[str, str] = {
    "access": "Rollen beim Anmelden",
    "action_items": "Aufträge",
    "address_health": "Erreichbarkeit von Adressen",
    "addresses": "Mail-Adressen",
    "agenda_items": "Tagesordnung",
    "announcement_editions": "Fassungen von Rundmitteilungen",
    "announcement_recipients": "Empfänger von Rundmitteilungen",
    "announcements": "Rundmitteilungen",
    "answer_sheets": "Antworten zur Anmeldung",
    "assessment_entries": "Einschätzungen, Einträge",
    "assessments": "Einschätzungen",
    "attendance_marks": "Anwesenheit",
    "audit": "Aufzeichnung der Zugriffe",
    "bundles": "Gesammelte Nachrichten",
    "calendar_declines": "Absagen aus dem Kalender",
    "calendar_entries": "Kalendereinträge",
    "calendar_feeds": "Kalender-Abos",
    "certificates": "Bescheinigungen",
    "code_mails": "Mails mit Anmelde-Codes",
    "code_requests": "Verlangte Anmelde-Codes",
    "consultations": "Beratungen",
    "contacts": "Ansprechpersonen",
    "deliveries": "Zustellungen",
    "departures": "Ausgeschiedene",
    "dispatches": "Versandte Mails",
    "document_versions": "Fassungen von Dokumenten",
    "documents": "Dokumente",
    "door_codes": "Codes am Eingang",
    "duplicates": "Mögliche doppelte Einträge",
    "employments": "Beschäftigungen",
    "ends": "Beendete Beschäftigungen",
    "entries": "Eigene Angaben",
    "external_trainings": "Fortbildungen anderer Anbieter",
    "findings": "Auffälligkeiten im Bestand",
    "former_names": "Frühere Namen",
    "framework_comments": "Rahmenkonzept, Kommentare",
    "framework_replies": "Rahmenkonzept, Antworten",
    "framework_supports": "Rahmenkonzept, Zustimmungen",
    "framework_voters": "Rahmenkonzept, wer abgestimmt hat",
    "framework_votes": "Rahmenkonzept, Stimmen",
    "gap_tasks": "Aufgaben bei Vertretung",
    "gathering_invitations": "Einladungen zu Veranstaltungen",
    "gatherings": "Veranstaltungen",
    "given_up": "Aufgegebene Nachrichten",
    "grants": "Rollen",
    "guests": "Gäste",
    "holds": "Angehaltene Nachrichten, Sperren",
    "idempotent_answers": "Antworten für Wiederholungen",
    "identities": "Dienstkonten",
    "inbox": "Verarbeitete Nachrichten",
    "inbox_items": "Mitteilungen",
    "invitations": "Einladungen zu Befragungen",
    "kept_mail_mentions": "Mails, in denen Sie stehen",
    "kept_mails": "Aufbewahrte Mails",
    "leaves": "Abwesenheiten",
    "legal_holds": "Löschsperren",
    "list_consents": "Zustimmungen zu geteilten Listen",
    "mail_text_editions": "Fassungen von Mailtexten",
    "match_keys": "Merkmale zum Erkennen doppelter Einträge",
    "measures": "Maßnahmen",
    "merged_people": "Zusammengeführte Personen",
    "merges": "Zusammenführungen",
    "messages": "Nachrichten",
    "minutes_corrections": "Protokolle, Berichtigungen",
    "minutes_drafts": "Protokolle, Entwürfe",
    "minutes_presences": "Protokolle, Anwesende",
    "minutes_revisions": "Protokolle, Fassungen",
    "named_answers": "Antworten in Befragungen mit Namen",
    "named_invitations": "Einladungen zu Befragungen mit Namen",
    "named_links": "Links zu Befragungen mit Namen",
    "notices": "Hinweise",
    "onboardings": "Einarbeitungen",
    "organizations": "Organisationen",
    "outbox": "Nachrichten vor dem Versand",
    "own_hours": "Eigene Zeiten für Nachrichten",
    "parked": "Angehaltene Nachrichten",
    "parked_history": "Bearbeitung angehaltener Nachrichten",
    "passkey_challenges": "Anmeldungen mit Passkey",
    "passkeys": "Passkeys",
    "people": "Personen",
    "people_group_picks": "Ausgewählte in Gruppen",
    "person_keys": "Kennungen bei anderen Programmen",
    "photos": "Fotos",
    "placement_versions": "Einsätze, Fassungen",
    "placements": "Einsätze",
    "preferences": "Gewählte Benachrichtigungen",
    "presences": "Zeiten vor Ort",
    "privacy_parts": "Zusammengestellte Auskünfte",
    "privacy_requests": "Auskünfte und Löschungen",
    "projects": "Projekte",
    "proof_submissions": "Verwendungsnachweise",
    "proposals": "Vorschläge",
    "pulses": "Kurze Befragungen",
    "qualifications": "Qualifikationen",
    "recovery_codes": "Ersatz-Codes",
    "registration_answers": "Antworten bei der Anmeldung",
    "registrations": "Anmeldungen zu Veranstaltungen",
    "relationships": "Begleitung durch Kolleginnen und Kollegen",
    "sandboxes": "Übungsumgebungen",
    "school_changes": "Wechsel der Schule",
    "scim_questions": "Fragen zu Dienstkonten",
    "scim_users": "Gemeldete Dienstkonten",
    "seat_changes": "Änderungen an Plätzen",
    "seat_promises": "Zugesagte Plätze",
    "second_factors": "Zweite Faktoren",
    "seen": "Ereignisse",
    "sessions": "Laufende Anmeldungen",
    "sign_in_addresses": "Adressen zum Anmelden",
    "sign_ins": "Anmeldungen mit Dienstkonto",
    "speakers": "Referentinnen und Referenten",
    "statement_comments": "Stellungnahmen, Kommentare",
    "statement_editions": "Stellungnahmen, Fassungen",
    "statement_voters": "Stellungnahmen, wer abgestimmt hat",
    "survey_members": "Teilnehmende an Befragungen",
    "tasks": "Aufgaben",
    "told_covers": "Mitgeteilte Vertretungen",
    "waiting_sign_ins": "Begonnene Anmeldungen",
    "webhook_attempts": "Versuche, ein Programm zu erreichen",
    "webhook_deliveries": "Nachrichten an Programme",
    "workplaces": "Arbeitsorte",
    "workshop_wishes": "Gewünschte Workshops",
}

_COLUMN_WORDS = """
accepted_by: Angenommen von; active: Aktiv; address: Adresse; alike_id: Ähnliche Veranstaltung;
announced_by: Veranlasst von; announcement_id: Rundmitteilung; anonymous: Ohne Bezug;
answer_until: Antwort bis; answered_at: Beantwortet am; apologised: Entschuldigt;
approval: Genehmigung; as_of: Stand; asked_at: Gefragt am; asked_by: Verlangt von;
asker_id: Wer gefragt hat; assessment_id: Einschätzung; assignment_id: Auftrag; at: Zeitpunkt;
attempts: Versuche; attributes: Angaben; author_id: Verfasst von; base: Grundlage;
browser: Browser; by_id: Eingetragen von; calendars: Kalender; called_off_from: Abgesagt ab;
cancelled: Abgesagt; carried_from: Übernommen von; carrier_id: Träger;
causation_id: Ausgelöst durch; changed_at: Geändert am; channel: Weg; chapter_key: Kapitel;
choices: Auswahl; chosen: Gewählt; client_id: Programm; closed_at: Abgeschlossen am;
closing_reason: Grund des Abschlusses; code: Code; code_at: Code vom; comment_id: Kommentar;
confirmed_at: Bestätigt am; confirmed_edition: Bestätigte Fassung; contact_id: Ansprechperson;
contacts: Ansprechpersonen; correlation_id: Vorgang; created_at: Angelegt am;
created_by: Angelegt von; current: Aktuelle Fassung; data: Inhalt; date_id: Termin; day: Tag;
decided_at: Entschieden am; decided_by: Entschieden von; decision_id: Beschluss;
declined_at: Abgesagt am; deleted_at: Gelöscht am; delivery_id: Zustellung; digest: Prüfsumme;
document_id: Dokument; done_at: Erledigt am; done_by: Erledigt von; dropped: Verworfen;
due_at: Fällig am; due_on: Fällig am; edition: Fassung; email: Mail-Adresse;
employment_id: Beschäftigung; end_causation_id: Ende ausgelöst durch;
end_correlation_id: Vorgang des Endes; endpoint_id: Ziel; ends: Ende; ends_at: Endet am;
expires_at: Gilt bis; expires_on: Gilt bis; external_id: Kennung beim Träger; failure: Fehler;
family_name: Nachname; first_id: Erster Eintrag; from_organization_id: Von welcher Organisation;
from_person_id: Von wem; funding: Finanzierung; gathering_id: Veranstaltung; given_at: Erteilt am;
given_name: Vorname; grants: Rollen; group_id: Gruppe; group_key: Gehört zusammen;
group_name: Gruppe; handled: Bearbeitet; happened_at: Geschehen am; hard: Endgültige Fehler;
head_agreed_at: Leitung einverstanden am; head_id: Leitung; html: Text als Seite; id: Kennung;
idp_sid: Anmeldung beim Dienstkonto; introduces: Stellt vor; invitation_id: Einladung;
invited: Eingeladen; invites: Lädt ein; is_usual: Üblicher Text; issued_at: Ausgestellt am;
issuer: Aussteller; judged_by: Beurteilt von; key: Schlüssel; kind: Art; kind_id: Art;
last_day: Letzter Tag; last_step: Letzter Schritt; lease_id: In Arbeit; leased_by: In Arbeit bei;
leased_until: In Arbeit bis; leave_id: Abwesenheit; letter_id: Nachricht; lifted_at: Aufgehoben am;
lifted_because: Grund der Aufhebung; lifted_by: Aufgehoben von; link_id: Verweis;
linked_by: Zugeordnet von; made_at: Erstellt am; mail_id: Mail; matched: Verglichen;
merged_by: Zusammengeführt von; merged_id: Zusammengeführter Eintrag;
merged_into: Zusammengeführt mit; message_id: Nachricht; message_ids: Nachrichten;
minutes_id: Protokoll; mistaken: Irrtümlich; moved: Übernommen; name: Name;
name_key: Name zum Sortieren; nonce: Zufallszahl; not_before: Frühestens am; note: Notiz;
noted_at: Eingetragen am; notice: Hinweis; number: Nummer; oddity: Auffälligkeit;
onboarding_id: Einarbeitung; opened_at: Geöffnet am; ordinal: Reihenfolge;
organization_id: Organisation; origin_id: Herkunft; origin_title: Titel der Herkunft;
outcome: Ergebnis; overbooked: Über der Grenze; owed_edition: Zu bestätigende Fassung;
owner_id: Zuständig; parts: Teile; payload: Angaben; person_id: Person; place: Platz oder Ort;
placement_id: Einsatz; position: Stelle in der Reihe; priority: Vorrang; project_id: Projekt;
promised_at: Zugesagt am; proven_at: Nachgewiesen am; published_at: Veröffentlicht am;
put_back_at: Zurückgestellt am; question_id: Frage; read_at: Gelesen am; ready_at: Bereit am;
reason: Grund; recorded_at: Eingetragen am; recorded_by: Eingetragen von;
registration_id: Anmeldung; remind_at: Erinnerung am; reminded_at: Erinnert am;
reminders: Erinnerungen; request_id: Anfrage; responsible_id: Verantwortlich;
restored: Wiederhergestellt; review_since: In Prüfung seit; revision: Fassung;
revoked_at: Widerrufen am; role: Rolle; roles: Rollen; roles_given: Vergebene Rollen;
scan: Virenprüfung; scan_due_at: Virenprüfung fällig am; scan_tries: Versuche der Virenprüfung;
school_id: Schule; school_type: Schulform; school_types: Schulformen; seated: Hat einen Platz;
second_id: Zweiter Eintrag; seen_at: Gesehen am; sent_at: Versandt am; sequence: Laufende Nummer;
series_id: Reihe; session_id: Anmeldung; set_by: Gesetzt von; settled_as: Erledigt als;
settled_at: Erledigt am; sha256: Prüfsumme; sign_count: Zahl der Anmeldungen; since: Seit;
size: Größe; slot_id: Zeitfenster; snapshot: Inhalt; soft: Vorübergehende Fehler; source: Herkunft;
standard_key: Standard; started_at: Begonnen am; starts: Beginn; state: Stand;
statement_id: Stellungnahme; sub: Kennung beim Dienstkonto; subject: Betreff;
subject_id: Worum es geht; submitted_at: Eingereicht am; superseded_at: Ersetzt am;
survey_id: Befragung; survivor_id: Verbliebener Eintrag; system: Programm; template_id: Vorlage;
text: Text; texts: Texte; tightened: Eingeschränkt; title_key: Titel zum Sortieren;
to_organization_id: Zu welcher Organisation; told_after: Danach mitgeteilt; told_at: Mitgeteilt am;
told_before: Vorher mitgeteilt; told_days: Mitgeteilte Tage; topic: Thema; trial_id: Versuch;
type: Art; uploaded_at: Hochgeladen am; uploaded_by: Hochgeladen von; used_at: Benutzt am;
user_id: Dienstkonto; user_name_key: Anmeldename zum Suchen; valid_from: Gilt ab;
valid_to: Gilt bis; value: Wert; verified_at: Bestätigt am; version: Version; version_id: Fassung;
waiting_since: Wartet seit; waits_for: Wartet auf; weekly_hours: Wochenstunden;
window_until: Zeitraum bis; withdrawn_at: Zurückgezogen am;
worker_agreed_at: Fachkraft einverstanden am; worker_id: Fachkraft; workshop_id: Workshop;
written_at: Geschrieben am; written_by: Geschrieben von
"""
COLUMN_WORDS: Mapping[str, str] = {
    name: word
    for name, _, word in (
        pair.strip().partition(": ") for pair in _COLUMN_WORDS.replace("\n", " ").split(";")
    )
}


def table_word(table: str) -> str:
    """What a table is called; one that only a later version knows, as itself."""
    return TABLE_WORDS.get(table, table)


def column_word(column: str) -> str:
    """What a column is called that has no label of its own."""
    return COLUMN_WORDS.get(column, column)
