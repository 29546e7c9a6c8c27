"""``python -m deploy.privacy record``: record of processing and deletion concept, in Markdown.

With ``--write`` both go where they are read: docs/data-protection.md and ``shared.privacy.record``.
"""

from pathlib import Path

from deploy.privacy.activities import ACTIVITIES, Declared
from deploy.privacy.data_map import data_map, kept
from deploy.privacy.everything import Said, everything, readers
from shared.privacy.record import RECORD, Activity, Record

MARK = "<!-- record -->"
"""Stands on the page before and after it."""
PAGE = Path(__file__).parents[2] / "docs" / "data-protection.md"
ACTIVITY_HEAD = (
    "| Tätigkeit | Zwecke | Rechtsgrundlage (Vorschlag) | Personen | Herkunft | Daten | Empfänger"
    " | Fristen |\n|---|---|---|---|---|---|---|---|"
)
CLASS_HEAD = (
    "| Klasse | Regel | Beginn | Frist | wählbar | am Ende | bei Löschung der Person"
    " | wer | Datenarten | Stellen |\n|---|---|---|---|---|---|---|---|---|---|"
)


def main(arguments: list[str]) -> int:
    """Print it, or write it down."""
    found = made()
    if "--write" in arguments:
        RECORD.write_text(as_json(found))
        before, _, after = PAGE.read_text().split(MARK)
        PAGE.write_text(f"{before}{MARK}\n{markdown(found)}\n{MARK}{after}")
    else:
        print(markdown(found))
    return 0


def made() -> Record:
    """From what is declared."""
    said = list(everything())
    reading = readers()
    return Record(activities=tuple(_activity(each, said, reading) for each in ACTIVITIES))


def as_json(found: Record) -> str:
    """A line for each value, so that two branches rarely meet in one."""
    return found.model_dump_json(indent=1) + "\n"


def markdown(found: Record) -> str:
    """Activities, classes, and every table, topic, file and log field."""
    activities = [ACTIVITY_HEAD, *(_activity_row(each) for each in found.activities)]
    classes = [CLASS_HEAD]
    for each in found.classes():
        period = each.period
        cells = (
            *(f"`{each.key}`", each.text, period.start, each.lasts, each.choice or "nein"),
            *(period.ends, period.when_erased, period.keeper),
            *(", ".join(each.kinds), str(len(each.places))),
        )
        classes.append(f"| {' | '.join(cells)} |")
    return "\n".join(
        [
            *("### Verzeichnis der Verarbeitungstätigkeiten (Art. 30 DSGVO)\n", *activities),
            *("\n### Löschkonzept (nach DIN 66398)\n", *classes),
            *("\n### Jede Tabelle, jedes Topic, jede Datei\n", data_map()),
        ]
    )


def _activity(declared: Declared, said: list[Said], reading: dict[str, list[str]]) -> Activity:
    services = dict.fromkeys(
        f"Dienst {title}" for each in sorted(declared.holds) for title in reading.get(each, ())
    )
    return Activity(
        key=declared.key,
        title=declared.title,
        basis=declared.basis,
        people=declared.people,
        origin=declared.origin,
        recipients=(*declared.recipients, *services),
        kept=tuple(kept(each for each in said if each.origin in declared.holds)),
    )


def _activity_row(each: Activity) -> str:
    cells = (
        each.title,
        "; ".join(each.purposes),
        each.basis,
        each.people,
        each.origin,
        ", ".join(each.kinds),
        ", ".join(each.recipients),
        "; ".join(each.periods),
    )
    return f"| {' | '.join(cells)} |"
