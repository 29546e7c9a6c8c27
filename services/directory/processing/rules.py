"""The documents as they are printed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.directory.controllers.values import Controller
from services.directory.processing.values import DRAFT, MEASURES, THIRD_COUNTRIES
from shared.privacy.declared import Deletion
from shared.privacy.record import Activity, Class, Record, by_key, in_words
from shared.web.pdf import Document, Section

Pairs = list[tuple[str, str]]
Own = Mapping[Deletion, timedelta]
"""Periods of a municipality that are not the usual ones."""


def facts_of(municipality: str, controller: Controller) -> Pairs:
    """Who answers for it; what the office has not said is said to be missing."""
    missing = "noch nicht eingetragen"
    reached = (*controller.lines, controller.email, controller.phone)
    name = ", ".join(each for each in (controller.name, *reached) if each)
    officer = ", ".join(
        each
        for each in (
            controller.officer,
            *controller.officer_lines,
            controller.officer_email,
            controller.officer_phone,
        )
        if each
    )
    return [
        ("Kommune", municipality),
        ("Verantwortliche Stelle", name or missing),
        ("Datenschutzbeauftragte Person oder Stelle", officer or missing),
    ]


def text_of(deletion: Deletion, own: Own) -> str:
    """The period in a sentence, and the municipality's where it has one."""
    lasts = own.get(deletion)
    return f"{in_words(lasts)} (eigene Frist; sonst {deletion.text})" if lasts else deletion.text


def said_of(activity: Activity, own: Own) -> Pairs:
    """What Article 30 asks for."""
    return [
        ("Zwecke", "; ".join(activity.purposes)),
        ("Rechtsgrundlage (Vorschlag)", activity.basis),
        ("Betroffene Personen", activity.people),
        ("Herkunft", activity.origin),
        ("Kategorien von Daten", ", ".join(activity.kinds)),
        ("Empfänger", ", ".join(activity.recipients)),
        ("Drittländer", THIRD_COUNTRIES),
        (
            "Löschfristen",
            "; ".join(dict.fromkeys(text_of(each.keeping, own) for each in activity.kept)),
        ),
        ("Wo es liegt", ", ".join(activity.services)),
    ]


def rule_of(each: Class, own: Own) -> Pairs:
    """What DIN 66398 asks for."""
    period = each.period
    lasts = own.get(by_key(each.key))
    chosen = f"{in_words(lasts)} (eigene Frist der Kommune; üblich: {each.lasts})" if lasts else ""
    return [
        ("Beginn der Frist", period.start),
        ("Frist", chosen or each.lasts),
        ("Am Ende", period.ends),
        ("Wird die Person vorher gelöscht", period.when_erased),
        ("Verantwortlich für die Löschung", period.keeper),
        ("Datenarten", ", ".join(each.kinds)),
        ("Tätigkeiten", ", ".join(each.activities)),
    ]


def printed_record(facts: Pairs, found: Record, own: Own) -> Document:
    """The record of processing."""
    sections = [Section(each.title, _lines(said_of(each, own))) for each in found.activities]
    sections.append(Section("Technische und organisatorische Maßnahmen", MEASURES))
    return Document(
        "Verzeichnis der Verarbeitungstätigkeiten", facts, (), (DRAFT,), sections, upright=True
    )


def printed_concept(facts: Pairs, classes: Sequence[Class], own: Own) -> Document:
    """The deletion concept."""
    sections = [
        Section(each.title, [*_lines(rule_of(each, own)), f"Wo: {'; '.join(each.places)}"])
        for each in classes
    ]
    return Document("Löschkonzept", facts, (), (DRAFT,), sections, upright=True)


def _lines(pairs: Pairs) -> list[str]:
    return [f"{label}: {said}" for label, said in pairs]
