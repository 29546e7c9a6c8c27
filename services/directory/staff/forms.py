"""What is looked for among workers: nothing that names one, because it stands in the address."""

from typing import Annotated

from services.directory.employments.values import State
from shared.contracts.directory import Funding
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class StaffSearch(Form):
    """Which employments."""

    school: Annotated[str, PlainText(160, min=0), Label("Schule", hint="Name oder Schulnummer")] = (
        ""
    )
    state: Annotated[State | None, Label("Stand")] = None
    funding: Annotated[Funding | None, Label("Finanzierung")] = None
