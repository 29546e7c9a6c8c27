"""A list that could be imported wherever one is asked for, of the town's people and schools."""

SCHOOLS = """Schulnummer;Schule;Schulform
199998;Neue Schule;Grundschule
"""
HIRES = """Personalnummer;Vorname;Nachname;E-Mail;Beginn;Schulnummer;Wochenstunden;Finanzierung
P-1;Jörg;Müller;joerg@example.org;1.2.2027;100002;19,5;land
"""
NAMES = """Name;Art
Haus;Schule
"""
QUESTIONNAIRE = """{"title": "Eingelesen", "document": {"sections": []}}
"""
_LISTS = {
    "/frageboegen/einlesen": QUESTIONNAIRE,
    "/organisationen/": SCHOOLS,
    "/fachkraefte/import": HIRES,
    "/aenderungen/": "Personalnummer;Gilt ab;Schulnummer;Wochenstunden\n"
    "P-4711;1.8.2027;100002;30\n",
    "/austritte/": "Personalnummer;Letzter Tag;Grund\nP-4711;31.12.2027;retirement\n",
    "/ruecknahmen/": "Personalnummer\nP-1\n",
    "/berichtigungen/": "Personalnummer;Begann am;Schulnummer;Wochenstunden;Warum\n"
    "P-4711;1.2.2027;100002;30;Stunden verwechselt\n",
    "/ungueltiges/": "Personalnummer;Begann am;Warum\nP-4711;1.8.2027;Nie gewechselt\n",
    "/beurlaubungen/": "Personalnummer;Beurlaubt ab;Letzter Tag\nP-4711;1.3.2027;31.7.2027\n",
    "/rueckkehr/": "Personalnummer;Wieder da am\nP-4711;1.6.2027\n",
}


def list_for(path: str) -> bytes:
    """What is sent as a file from a page at ``path``."""
    return next((text for part, text in _LISTS.items() if part in path), NAMES).encode()
