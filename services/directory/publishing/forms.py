"""What the office is asked about the public directory."""

from typing import Annotated, ClassVar

from services.directory.publishing.models import Publication
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class ListSearch(Form):
    """Whom a list for another site is about."""

    school: Annotated[str, PlainText(6, min=0), Label("Schule")] = ""


class PublicationForm(Form):
    """Whether there is one, and whether it is found from outside."""

    model: ClassVar = Publication

    offered: Annotated[
        bool, Label(hint="Ohne Haken gibt es die öffentlichen Seiten und Listen nicht mehr.")
    ] = False
    indexed: Annotated[
        bool,
        Label(
            hint="Mit Haken finden auch Suchmaschinen die Seiten. Was sie einmal gesehen haben,"
            " behalten sie oft noch eine Weile, auch wenn eine Person ihren Eintrag schließt."
        ),
    ] = False
    version: Annotated[int, Hidden] = 0
