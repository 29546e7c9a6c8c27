"""What somebody says who has read an announcement."""

from typing import Annotated, ClassVar

from services.notifications.announcements.values import CONFIRMING_REFUSED
from shared.web.kit.fields import Hidden
from shared.web.kit.forms import Form


class Confirming(Form):
    """That they have read this edition."""

    refusals: ClassVar = CONFIRMING_REFUSED

    edition: Annotated[int, Hidden]
