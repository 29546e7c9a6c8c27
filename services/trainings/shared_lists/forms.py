"""Whether somebody is named to the others."""

from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class ConsentForm(Form):
    """Off unless it is ticked."""

    kept_in: ClassVar = ("list_consents",)

    agrees: Annotated[
        bool, Label("Andere Teilnehmende dürfen meinen Namen und meinen Anstellungsträger sehen")
    ] = False
