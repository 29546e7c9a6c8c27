"""What an office writes of a kind of mail, and from when it holds."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator

from services.notifications.announcements.values import other_addresses
from services.notifications.texts.values import MAX_SUBJECT, MAX_TEXT
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.kit.reasons import reasons
from shared.web.text import FreeText, MailText, refused

_LINE, _NAMED = r"line (\d+): ", r"(\{.*\})"
_UNKNOWN = "Den Platzhalter {} gibt es hier nicht."
_LONE = "Zu einer geschweiften Klammer fehlt die zweite. Andere Klammern bitte rund."
reasons(
    {
        "must name addresses of https only": "Bitte nennen Sie nur Adressen, die mit https://"
        " beginnen.",
        rf"{_LINE}has a brace without its other one": f"Zeile {{}}: {_LONE}",
        "has a brace without its other one": _LONE,
        rf"{_LINE}an address may hold no placeholder": "Zeile {}: In einer Adresse kann kein"
        " Platzhalter stehen; Adressen werden unterwegs mitgelesen.",
        rf"{_LINE}{_NAMED} is not known, perhaps {_NAMED}": f"Zeile {{}}: {_UNKNOWN}"
        " Meinten Sie {}?",
        rf"{_LINE}{_NAMED} is not known": f"Zeile {{}}: {_UNKNOWN}",
        rf"{_NAMED} is not known, perhaps {_NAMED}": f"{_UNKNOWN} Meinten Sie {{}}?",
        rf"{_NAMED} is not known": _UNKNOWN,
        rf"{_NAMED} may not stand in a subject": "{} darf nicht im Betreff stehen: Ein Betreff ist"
        " auch auf gesperrten Bildschirmen zu lesen und nennt niemanden.",
        rf"must hold {_NAMED}": "Bitte lassen Sie {} stehen, wo im Text Sie möchten: Sonst fehlt"
        " der Mail, was sie enthalten muss.",
    }
)
CHANGED = "Der Entwurf wurde inzwischen geändert. Bitte sehen Sie sich die Vorschau noch einmal an."
UNFIT = "Dieser Text passt nicht mehr zu den heutigen Platzhaltern. Bitte bearbeiten Sie ihn."


def _only_safe_addresses(text: str) -> str:
    if other_addresses(text):
        raise refused("must name addresses of https only")
    return text


class TextForm(Form):
    """Subject and text of one kind of mail."""

    subject: Annotated[
        str,
        MailText(MAX_SUBJECT, min=0),
        Label(
            "Betreff",
            hint="Leer gelassen gilt der übliche, der sich nach dem Anlass richtet. Bitte ohne"
            " Namen: Ein Betreff ist auch auf gesperrten Bildschirmen zu lesen.",
        ),
    ] = ""
    text: Annotated[
        str,
        FreeText(MAX_TEXT),
        AfterValidator(_only_safe_addresses),
        Label(
            "Text",
            hint="Absätze trennt eine leere Zeile. Was in geschweiften Klammern steht, wird beim"
            " Senden eingesetzt; alle Platzhalter stehen unten. Adressen, die mit https://"
            " beginnen, werden zu Links.",
            rows=18,
        ),
    ]
    version: Annotated[int, Hidden] = 0


class Publishing(Form):
    """Of what was looked at, and nothing else."""

    refusals: ClassVar = {
        "text-changed": CHANGED,
        "text-same": "Dieser Text gilt schon.",
        "text-unfit": UNFIT,
    }

    version: Annotated[int, Hidden]


class Restoring(Form):
    """Whether an older edition is to hold again."""

    refusals: ClassVar = {"text-unfit": UNFIT}
