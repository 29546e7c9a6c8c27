"""The fields of a preview beside those of its questions, which begin otherwise."""

AT, STEP, LANGUAGE, WIDTH = "seite", "schritt", "sprache", "breite"
NEXT, BACK = "weiter", "zurueck"
OWN = (AT, STEP, LANGUAGE, WIDTH)
