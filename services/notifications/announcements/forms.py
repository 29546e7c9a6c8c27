"""What the office is asked about an announcement."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from services.notifications.announcements.values import MAX_SUBJECT, MAX_TEXT, other_addresses
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.kit.reasons import reasons
from shared.web.text import FreeText, PlainText, refused

reasons(
    {
        "may name addresses of https only": "Bitte nennen Sie nur Adressen, die mit https://"
        " beginnen.",
    }
)
ENDED = "Diese Rundmitteilung ist beendet und lässt sich nicht mehr ändern."


def _only_safe_addresses(text: str) -> str:
    if other_addresses(text):
        raise refused("may name addresses of https only")
    return text


Text = Annotated[str, FreeText(MAX_TEXT), AfterValidator(_only_safe_addresses)]


class AnnouncementForm(Form):
    """What is said, and to whom."""

    kept_in: ClassVar = ("announcements",)
    refusals: ClassVar = {
        "announcement-ended": ENDED,
        "audience-fixed": "Das steht seit der Veröffentlichung fest.",
        "audience-unknown": "Diese Gruppe gibt es nicht mehr. Bitte wählen Sie eine andere.",
    }

    subject: Annotated[
        str,
        PlainText(MAX_SUBJECT),
        Label("Betreff", hint="steht in der Mail oben; bitte ohne Namen von Personen"),
    ]
    text: Annotated[
        Text,
        Label(
            "Text",
            hint="Die Anrede mit dem Namen steht schon da. Absätze trennt eine leere Zeile."
            " Adressen, die mit https:// beginnen, werden zu"
            " Links. Bitte niemanden nennen, den es nichts angeht.",
        ),
    ]
    to: Annotated[str, Label("An", missing="Bitte wählen Sie, an wen.", widget="select")]
    to_confirm: Annotated[
        bool,
        Label(
            "Um Bestätigung bitten",
            hint="Alle bekommen einen Knopf „Gelesen und verstanden“. Sie sehen, wer bestätigt hat"
            " und wer noch nicht; sonst wird nicht festgehalten, wer was gelesen hat.",
        ),
    ] = False
    remind_after: Annotated[
        Annotated[int, Field(ge=1, le=60)] | None,
        Label(
            "Erinnern, wer nicht bestätigt hat",
            hint="höchstens zweimal",
            widget="select",
            choices=(("3", "nach 3 Tagen"), ("7", "nach 7 Tagen"), ("14", "nach 14 Tagen")),
        ),
    ] = None
    takes_joiners: Annotated[
        bool,
        Label("Auch an alle, die später dazukommen, solange die Rundmitteilung nicht beendet ist"),
    ] = False
    version: Annotated[int, Hidden] = 0


class Publishing(Form):
    """Of what was looked at, and nothing else."""

    refusals: ClassVar = {
        "announcement-ended": ENDED,
        "announcement-changed": "Der Text wurde inzwischen geändert. Bitte sehen Sie sich die"
        " Vorschau noch einmal an.",
        "announcement-same": "Diese Fassung ist schon veröffentlicht.",
        "announcement-for-nobody": "Zu diesem Kreis gehört heute niemand außer Ihnen.",
        "directory-away": "Das Verzeichnis antwortet gerade nicht. Es ist nichts verschickt;"
        " bitte versuchen Sie es gleich noch einmal.",
    }

    version: Annotated[int, Hidden]
