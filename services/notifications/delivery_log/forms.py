"""What an office looks for among its mails."""

from datetime import date
from typing import Annotated

from services.notifications.delivery_log.values import Standing
from services.notifications.mails.values import every_kind
from shared.mail import LONGEST_ADDRESS
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

KINDS = sorted(
    ((kind.value, mail.title) for kind, mail in every_kind().items() if not mail.confidential),
    key=lambda each: each[1].casefold(),
)


class LogSearch(Form):
    """It may hold an address, so it is posted."""

    address: Annotated[
        str,
        PlainText(LONGEST_ADDRESS, min=0),
        Label("Adresse", hint="Vollständig, zum Beispiel kim@schule.example"),
    ] = ""
    standing: Annotated[Standing | None, Label("Stand")] = None
    kind: Annotated[
        str, PlainText(40, min=0), Label("Nachricht", choices=[("", "Alle"), *KINDS])
    ] = ""
    since: Annotated[date | None, Label("Vom")] = None
    until: Annotated[date | None, Label("Bis zum")] = None
