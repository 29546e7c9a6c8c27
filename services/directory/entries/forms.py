"""Who is looked for among people."""

from typing import Annotated

from shared.contracts.directory import OrganizationKind, Role
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class PersonSearch(Form):
    """By what the asker may see of them."""

    text: Annotated[
        str, PlainText(160, min=0), Label("Suche", hint="Name, E-Mail, Telefon oder Sprache")
    ] = ""
    role: Annotated[Role | None, Label("Funktion")] = None
    kind: Annotated[OrganizationKind | None, Label("Wirkt bei")] = None
