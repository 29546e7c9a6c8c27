"""What is said in a package beside what services have given."""

READ_ME = (
    "Auskunft und Datenübertragung (Art. 15 und 20 DSGVO)\r\n\r\n"
    "In jedem Ordner steht, was ein Dienst über Sie gespeichert hat: in daten.html zum Lesen, in"
    " daten.json für Programme. Am Ende jeder Seite steht, was nicht dabei ist, und warum.\r\n"
    "Im Ordner dateien liegen Dokumente zu Ihren Einsätzen und Ihr Foto.\r\n"
    "Was über andere gespeichert ist, ist nicht dabei.\r\n"
)
NOT_THERE = (
    "Weitere Dateien konnten nicht gelesen werden. Bitte fragen Sie Ihre Koordinierungsstelle."
)
REFUSALS = {
    "already-asked": "Das ist schon verlangt und wird gerade zusammengestellt.",
}
