"""What is asked about people who may be the same."""

from typing import Annotated, ClassVar

from services.directory.duplicates.values import Certainty, Standing
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form

ALREADY = {
    "already-judged": "Darüber hat inzwischen jemand entschieden. Bitte sehen Sie sich an, was"
    " jetzt gilt.",
}


class DuplicateSearch(Form):
    """Which; nothing that names a person, because it stands in the address."""

    refusals: ClassVar = ALREADY

    standing: Annotated[Standing | None, Label("Stand")] = None
    certainty: Annotated[Certainty | None, Label("Wie sicher")] = None
