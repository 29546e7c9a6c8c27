"""Whether somebody is named to the others."""

from typing import Annotated

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class ConsentForm(Form):
    """Off unless it is ticked."""

    agrees: Annotated[
        bool, Label("Andere Teilnehmende dürfen meinen Namen und meinen Anstellungsträger sehen")
    ] = False
