"""The documents as they are printed."""

from collections.abc import Sequence

from services.directory.controllers.values import Controller
from services.directory.processing.values import DRAFT, MEASURES, THIRD_COUNTRIES
from shared.privacy.record import Activity, Class, Record
from shared.web.pdf import Document, Section

Pairs = list[tuple[str, str]]


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


def said_of(activity: Activity) -> Pairs:
    """What Article 30 asks for."""
    return [
        ("Zwecke", "; ".join(activity.purposes)),
        ("Rechtsgrundlage (Vorschlag)", activity.basis),
        ("Betroffene Personen", activity.people),
        ("Herkunft", activity.origin),
        ("Kategorien von Daten", ", ".join(activity.kinds)),
        ("Empfänger", ", ".join(activity.recipients)),
        ("Drittländer", THIRD_COUNTRIES),
        ("Löschfristen", "; ".join(activity.periods)),
        ("Wo es liegt", ", ".join(activity.services)),
    ]


def rule_of(each: Class) -> Pairs:
    """What DIN 66398 asks for."""
    period = each.period
    return [
        ("Beginn der Frist", period.start),
        ("Frist", each.lasts),
        ("Am Ende", period.ends),
        ("Wird die Person vorher gelöscht", period.when_erased),
        ("Verantwortlich für die Löschung", period.keeper),
        ("Datenarten", ", ".join(each.kinds)),
        ("Tätigkeiten", ", ".join(each.activities)),
    ]


def printed_record(facts: Pairs, found: Record) -> Document:
    """The record of processing."""
    sections = [Section(each.title, _lines(said_of(each))) for each in found.activities]
    sections.append(Section("Technische und organisatorische Maßnahmen", MEASURES))
    return Document(
        "Verzeichnis der Verarbeitungstätigkeiten", facts, (), (DRAFT,), sections, upright=True
    )


def printed_concept(facts: Pairs, classes: Sequence[Class]) -> Document:
    """The deletion concept."""
    sections = [
        Section(each.title, [*_lines(rule_of(each)), f"Wo: {'; '.join(each.places)}"])
        for each in classes
    ]
    return Document("Löschkonzept", facts, (), (DRAFT,), sections, upright=True)


def _lines(pairs: Pairs) -> list[str]:
    return [f"{label}: {said}" for label, said in pairs]
