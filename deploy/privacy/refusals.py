"""Why the console could not do it, in German."""

WHY = {
    "unknown-person": "Das Verzeichnis kennt niemanden mit dieser Kennung.",
    "already-asked": "Das ist schon verlangt und noch nicht fertig.",
    "already-further": "Die Löschung ist schon veranlasst.",
    "not-yet-erasable": "Noch nicht möglich: Etwas muss länger aufbewahrt werden. Was und bis wann,"
    " steht unter „Auskunft und Löschung“.",
    "person-elsewhere": "Die Person gehört nicht mehr zu dieser Kommune.",
    "role-elsewhere": "Die Person hat eine Rolle in einer anderen Kommune; die"
    " entzieht ihr zuerst, wer dort zuständig ist.",
}


def why(refused: Exception) -> str:
    """A sentence; for a code that has none, the code."""
    code = getattr(refused, "code", "unknown-person")
    return WHY.get(code, str(code))
