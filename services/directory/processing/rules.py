"""The documents as they are printed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.directory.controllers.values import CarrierController, Controller
from services.directory.processing.values import DRAFT, MEASURES, THIRD_COUNTRIES
from shared.privacy.declared import Deletion, Kind
from shared.privacy.record import Activity, Class, Record, by_key, in_words
from shared.web.pdf import Document, Section

Pairs = list[tuple[str, str]]
Own = Mapping[Deletion, timedelta]
"""Periods of a municipality that are not the usual ones."""


CARRIER = "Anstellungsträger"
"""How the declared origin of an activity names them."""
_HERE = "directory"
_MISSING = "noch nicht eingetragen"


def facts_of(municipality: str, controller: Controller) -> Pairs:
    """Who answers for it; what the office has not said is said to be missing."""
    return [("Kommune", municipality), *_answering(controller)]


def facts_of_carrier(carrier: CarrierController) -> Pairs:
    """The same of a carrier, and its law."""
    return [
        (CARRIER, carrier.carrier),
        *_answering(carrier),
        ("Datenschutzrecht", carrier.under or _MISSING),
        ("Aufsichtsbehörde", carrier.supervised_by or _MISSING),
    ]


def of_carriers(found: Record) -> Record:
    """What a carrier puts in: of activities that come from them what is said of employments.

    What other services make of it, the office answers for.
    """
    activities = []
    for each in found.activities:
        mine = tuple(
            kept for kept in each.kept if kept.service == _HERE and Kind.EMPLOYMENT in kept.kinds
        )
        if mine and CARRIER in each.origin:
            activities.append(each.model_copy(update={"kept": mine}))
    return Record(activities=tuple(activities))


def _answering(controller: Controller) -> Pairs:
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
        ("Verantwortliche Stelle", name or _MISSING),
        ("Datenschutzbeauftragte Person oder Stelle", officer or _MISSING),
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
