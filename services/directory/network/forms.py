"""Which part of the network is looked at."""

from typing import Annotated

from shared.contracts.directory import OrganizationKind
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class NetworkSearch(Form):
    """Which organizations; their neighbours are shown with them."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name oder Schulnummer")] = ""
    kind: Annotated[OrganizationKind | None, Label("Art")] = None
