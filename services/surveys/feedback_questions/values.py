"""Why a question cannot be asked so."""

MOST = 3
FEWEST_OPTIONS, MOST_OPTIONS = 2, 8
LONGEST_OPTION = 120
REFUSED = {
    "options-missing": f"Eine Auswahl braucht {FEWEST_OPTIONS} bis {MOST_OPTIONS} verschiedene"
    f" Antworten, je Zeile eine mit höchstens {LONGEST_OPTION} Zeichen.",
    "too-many-questions": f"Mehr als {MOST} eigene Fragen sind nicht möglich.",
    "question-known": "Diese Frage wird schon gestellt.",
    "already-asked": "Es wurde schon um Rückmeldung gebeten; die Fragen stehen damit fest.",
}
