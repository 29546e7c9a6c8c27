"""The office's agreement with what has changed."""

from shared.web.kit.forms import Form


class ApproveForm(Form):
    """Nothing but that it was meant."""
