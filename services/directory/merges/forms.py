"""What the office chooses when two people are one."""

from typing import Annotated, ClassVar

from services.directory.merges.values import Side
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form

REFUSALS = {
    "same-person": "Das ist ein und dieselbe Person.",
    "already-merged": "Eine der beiden ist inzwischen schon zusammengeführt.",
    "role-elsewhere": "Eine der beiden hat auch Rollen in einer anderen Kommune. Bitte wenden Sie"
    " sich an den Betrieb.",
    "already-undone": "Diese Zusammenführung ist schon zurückgenommen.",
    "too-late": "Zurücknehmen kann man eine Zusammenführung 30 Tage lang.",
    "changed-since": "Das geht nicht mehr: Davon hat inzwischen jemand etwas geändert.",
}


class MergeForm(Form):
    """Who stands for both, and whose words count; ``confirmed`` once what happens was shown."""

    refusals: ClassVar = REFUSALS

    survivor: Annotated[Side, Label("Wer bleibt?", hint="ihre Kennung und Anmeldung gelten weiter")]
    name: Annotated[Side, Label("Name")]
    email: Annotated[Side, Label("E-Mail")]
    languages: Annotated[Side, Label("Sprachen")]
    hours: Annotated[Side, Label("Sprechzeiten")]
    confirmed: Annotated[bool, Hidden] = False
