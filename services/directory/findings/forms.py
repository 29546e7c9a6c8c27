"""What is asked about findings."""

from typing import Annotated, ClassVar

from services.directory.findings.values import Standing
from shared.contracts.funding import FundingRule
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class FindingSearch(Form):
    """Which findings; nothing that names a person, because it stands in the address."""

    rule: Annotated[FundingRule | None, Label("Regel")] = None
    standing: Annotated[Standing | None, Label("Stand")] = None
    organization: Annotated[
        str, PlainText(160, min=0), Label("Schule oder Träger", hint="Name oder Schulnummer")
    ] = ""


class AcceptanceForm(Form):
    """Why it may stay as it is."""

    kept_in: ClassVar = ("findings",)
    refusals: ClassVar = {
        "finding-settled": "Dieser Hinweis hat sich inzwischen erledigt; es gibt nichts mehr"
        " hinzunehmen.",
        "finding-changed": "Inzwischen weicht etwas anderes ab, als Sie gesehen haben. Bitte sehen"
        " Sie oben nach, was jetzt gilt, und entscheiden Sie noch einmal.",
    }

    note: Annotated[
        str,
        PlainText(400),
        Label(
            "Warum das so bleibt",
            hint="Bitte nichts über Gesundheit, Kinder oder Fälle. Der Anstellungsträger liest es,"
            " wenn die Einsätze bei ihm allein abweichen.",
        ),
    ]
    seen: Annotated[str, PlainText(60, min=0), Hidden] = ""
    """The figures that were shown."""
