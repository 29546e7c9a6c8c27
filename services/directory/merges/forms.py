"""What the office chooses when two people are one."""

from typing import Annotated, ClassVar

from services.directory.merges.values import Side
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

REFUSALS = {
    "same-person": "Das ist ein und dieselbe Person.",
    "already-merged": "Eine der beiden ist inzwischen schon zusammengeführt.",
    "role-elsewhere": "Eine der beiden hat auch Rollen in einer anderen Kommune. Bitte wenden Sie"
    " sich an den Betrieb.",
    "own-sign-in": "Als diese Person sind Sie selbst angemeldet. Bitte wählen Sie sie als die, die"
    " bleibt.",
    "already-undone": "Diese Zusammenführung ist schon zurückgenommen.",
    "too-late": "Zurücknehmen kann man eine Zusammenführung 30 Tage lang.",
    "merged-since": "Wer blieb, ist später noch einmal zusammengeführt worden. Bitte nehmen Sie das"
    " zuerst zurück.",
    "changed-since": "Das geht nicht mehr: Davon hat inzwischen jemand etwas geändert.",
}


class OtherSearch(Form):
    """Who else somebody is."""

    text: Annotated[
        str, PlainText(160, min=0), Label("Suche", hint="Name, E-Mail, Telefon oder Personalnummer")
    ] = ""


class MergeForm(Form):
    """Who stands for both, and whose words count; ``seen`` is what was shown to happen."""

    kept_in: ClassVar = ("people",)
    refusals: ClassVar = REFUSALS

    survivor: Annotated[Side, Label("Wer bleibt?", hint="ihre Kennung und Anmeldung gelten weiter")]
    name: Annotated[Side, Label("Name")]
    email: Annotated[Side, Label("E-Mail")]
    languages: Annotated[Side, Label("Sprachen")]
    hours: Annotated[Side, Label("Sprechzeiten")]
    seen: Annotated[str, PlainText(60, min=0), Hidden] = ""

    @property
    def what(self) -> str:
        """What there is to be seen before it is done."""
        return " ".join([self.survivor, self.name, self.email, self.languages, self.hours])

    @property
    def taken(self) -> set[str]:
        """In which the one who is merged is right."""
        sides = {"name": self.name, "email": self.email}
        sides |= {"languages": self.languages, "hours": self.hours}
        return {name for name, side in sides.items() if side is not self.survivor}
