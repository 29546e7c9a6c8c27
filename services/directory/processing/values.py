"""What both documents say besides what is declared."""

MEASURES = (
    "Anmeldung mit Code oder Dienstkonto, zweiter Schritt möglich; Sitzungen enden nach spätestens"
    " zehn Stunden.",
    "Jede Seite und jede Schnittstelle prüft Rolle und Kommune; die Tabelle aller Rechte wird bei"
    " jeder Änderung gegen das Programm getestet.",
    "Auf PostgreSQL trennen Regeln in der Datenbank die Kommunen beim Lesen zusätzlich.",
    "Ereignisse, Protokolle, Messwerte, Adressen und Betreffzeilen enthalten keine Namen.",
    "Jede Änderung und jeder Blick auf Angaben zu einer Person wird aufgezeichnet; der Dienst kann"
    " daran nichts ändern.",
    "Übertragung verschlüsselt (TLS); die Verschlüsselung der Datenträger und der Sicherungen"
    " stellt der Betrieb sicher.",
)
"""Each is true of the program; more is in docs/privacy/measures.md."""

DRAFT = (
    "Aus den Angaben im Programm erzeugt. Rechtsgrundlagen sind Vorschläge; prüfen und ergänzen"
    " muss sie die oder der Datenschutzbeauftragte der verantwortlichen Stelle."
)
THIRD_COUNTRIES = "Keine Übermittlung in Drittländer durch das Programm."
