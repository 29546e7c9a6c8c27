"""For whom the office asks, and why; and the last question before they are erased."""

from typing import Annotated, ClassVar

from services.directory.outsiders.rules import REFUSALS
from services.directory.privacy_requests import values
from shared.contracts.privacy import PrivacyKind
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class OutsiderForm(Form):
    """Somebody who stands in no directory."""

    refusals: ClassVar = REFUSALS
    kept_in: ClassVar = ("privacy_requests",)

    who: Annotated[
        str,
        PlainText(254),
        Label("Mail-Adresse oder Kennung", hint="Die Mail-Adresse steht danach nirgends."),
    ]
    kind: Annotated[PrivacyKind, Label("Was verlangt wird", widget="radios")]
    reason: Annotated[
        str,
        PlainText(300),
        Label("Wie es verlangt wurde", hint="Zum Beispiel: Brief vom 3. Mai, Ausweis gesehen."),
    ]


class ErasureForm(Form):
    """The last question."""

    refusals: ClassVar = values.REFUSALS

    typed: values.Confirmed
