"""Our own English reasons, which programs are told, as people read them.

The reasons of ``sentences``, ``text``, ``sheets`` and ``decoding`` stand here; a capability adds
its own with ``reasons``. A test walks what those modules can say.
"""

import re
from collections.abc import Mapping

from shared.web.problem import Problem

CHECK = "Bitte prüfen Sie diese Angabe."
CHOOSE = "Bitte wählen Sie eine der angebotenen Möglichkeiten."
_AS_UTF8 = " Bitte speichern Sie die Datei als „CSV UTF-8“."

_N = r"(-?\d+(?:\.\d+)?)"
_TEXTS = {
    r"must not be empty|is missing": "Bitte füllen Sie dieses Feld aus.",
    r"must have at least (\d+) characters?": "Bitte geben Sie mindestens {} Zeichen ein.",
    r"must have at most (\d+) characters?": "Bitte geben Sie höchstens {} Zeichen ein.",
    r"must have at least (\d+) elements?": "Bitte wählen Sie mindestens {} aus.",
    r"must have at most (\d+) elements?": "Bitte wählen Sie höchstens {} aus.",
    r"must be true or false": "Bitte schreiben Sie „ja“ oder „nein“.",
    r"must be a whole number": "Bitte geben Sie eine ganze Zahl ein.",
    r"must be a number|must be finite": "Bitte geben Sie eine Zahl ein.",
    rf"must be greater than {_N}": "Bitte geben Sie mehr als {} ein.",
    rf"must be less than {_N}": "Bitte geben Sie weniger als {} ein.",
    rf"must be at least {_N}": "Bitte geben Sie mindestens {} ein.",
    rf"must be at most {_N}": "Bitte geben Sie höchstens {} ein.",
    rf"must be a multiple of {_N}": "Bitte geben Sie ein Vielfaches von {} ein.",
    r"is too large|must have at most \d+ digits before .*": "Diese Zahl ist zu groß.",
    r"must have at most \d+ digits?": "Diese Zahl hat zu viele Stellen.",
    r"must have at most (\d+) digits? after the point": (
        "Bitte geben Sie höchstens {} Nachkommastellen ein."
    ),
    r"must be a (?:day|moment) such as .*": (
        "Bitte geben Sie ein Datum an, zum Beispiel 01.09.2027."
    ),
    r"must be a day in the past": "Bitte geben Sie ein Datum in der Vergangenheit an.",
    r"must be a day in the future": "Bitte geben Sie ein Datum in der Zukunft an.",
    r"must be a time such as .*": "Bitte geben Sie eine Uhrzeit an, zum Beispiel 14:30.",
    r"must be a single line": "Bitte schreiben Sie nur eine Zeile.",
    r"must not contain control characters": "Bitte entfernen Sie unsichtbare Steuerzeichen.",
    r"must not look like a web or mail address; a space follows a dot": (
        "Bitte nichts eingeben, woraus Mailprogramme einen Link machen; nach einem Punkt steht ein"
        " Leerzeichen."
    ),
    r"must not contain digits": "Bitte verwenden Sie hier keine Ziffern.",
    r"may contain only letters.*": "Bitte verwenden Sie nur Buchstaben, Leerzeichen, "
    "Bindestriche, Punkte und Apostrophe.",
    r"must contain a letter": "Bitte verwenden Sie mindestens einen Buchstaben.",
    r"must be a mail address": "Bitte geben Sie eine vollständige E-Mail-Adresse an.",
    r"must not lie in a reserved domain": "An diese Adresse kann keine Mail zugestellt werden.",
    r"must be a telephone number such as .*": "Bitte geben Sie eine Telefonnummer an.",
    r"must be one of .*|must be a UUID": CHOOSE,
    r"must be (\w+) digits": "Bitte geben Sie genau {} Ziffern an.",
    r"has (\d+) cells where the heading has (\d+)": "Die Zeile hat {} Zellen, die Überschrift {}.",
    r"has a value in column (\d+), which has no heading": "In Spalte {} steht etwas, sie hat aber "
    "keine Überschrift.",
    r"stands in rows (\d+) and (\d+)": "Das steht in Zeile {} und in Zeile {}.",
    r"this column is missing": "Diese Spalte fehlt.",
    r"this column stands there twice": "Diese Spalte kommt doppelt vor.",
    r"this heading is not known": "Diese Überschrift ist nicht bekannt.",
    r"This is a workbook; .*": "Die Datei ist eine Arbeitsmappe." + _AS_UTF8,
    r"The file contains no row": "In der Datei steht unter der Überschrift keine Zeile.",
    r"The file has more than (\d+) (?:rows|lines)": "Die Datei hat mehr als {} Zeilen. Bitte "
    "teilen Sie sie in mehrere mit derselben Überschrift, und lesen Sie eine nach der anderen ein.",
    r"The heading has more than (\d+) columns": "Die Überschrift hat mehr als {} Spalten.",
    r"The file contains NUL characters\..*": "Die Datei enthält NUL-Zeichen." + _AS_UTF8,
    r"line (\d+) has more than (\d+) characters": "Zeile {} hat mehr als {} Zeichen.",
    r"line (\d+): the quotation marks do not match": "In Zeile {} fehlt ein Anführungszeichen.",
    r"line (\d+): its letters were garbled.*": "In Zeile {} hat ein anderes Programm Buchstaben "
    "unleserlich gemacht." + _AS_UTF8,
    r"line (\d+): a character is in another encoding than the rest\..*": "In Zeile {} ist ein "
    "Zeichen anders kodiert als der Rest." + _AS_UTF8,
}
_NUMBERS = {"six": "sechs", "eight": "acht"}


def reasons(german: Mapping[str, str]) -> None:
    """Add a capability's own, which come first: patterns of English reasons, and German texts."""
    usual = dict(_TEXTS)
    _TEXTS.clear()
    _TEXTS.update({**german, **usual})


def in_german(reason: str) -> str:
    """What a person reads instead of an English reason."""
    for pattern, text in _TEXTS.items():
        if found := re.fullmatch(pattern, reason):
            return text.format(*(_spelt(each) for each in found.groups()))
    return CHECK


def _spelt(group: str) -> str:
    return _NUMBERS.get(group, group.replace(".", ","))


def of_file(problem: Problem, labels: Mapping[str, str]) -> str:
    """What is wrong with a whole file; ``labels`` are the headings by the names of columns."""
    named = [f"{label_of(each.field, labels)}: {in_german(each.reason)}" for each in problem.errors]
    return " ".join(named or [in_german(problem.detail or problem.title)])


def label_of(field: str, labels: Mapping[str, str]) -> str:
    """A column's heading; the field of a part of it, such as ``contacts.0.email``, by its end."""
    name = field.rpartition(".")[2]
    return labels.get(name, name.replace("column", "Spalte").replace("row", "Zeile"))
