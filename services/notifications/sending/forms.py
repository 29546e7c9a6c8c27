"""What an operator asks for on the page about delivery."""

from typing import Annotated

from services.notifications.undeliverable.values import FailureCause
from shared.web.kit.fields import Hidden
from shared.web.kit.forms import Form


class PutBack(Form):
    """Put back every letter that was given up for one cause."""

    cause: Annotated[FailureCause, Hidden]
