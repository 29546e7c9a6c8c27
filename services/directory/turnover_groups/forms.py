"""What is compared, and at the end of what."""

from typing import Annotated

from services.directory.turnover_groups.values import By, Span
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class ComparisonSearch(Form):
    """Carriers and school years unless something else is wanted."""

    by: Annotated[By | None, Label("Verglichen wird nach")] = None
    span: Annotated[Span | None, Label("Zum Ende der")] = None
