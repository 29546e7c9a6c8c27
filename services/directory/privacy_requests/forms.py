"""What the office says before somebody is erased."""

from typing import ClassVar

from services.directory.privacy_requests.values import REFUSALS, Confirmed
from shared.web.kit.forms import Form


class ErasureForm(Form):
    """The last question."""

    refusals: ClassVar = REFUSALS

    typed: Confirmed
