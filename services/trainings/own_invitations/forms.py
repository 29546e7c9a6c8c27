"""What whoever was invited says."""

from shared.web.kit.forms import Form


class DeclineForm(Form):
    """Nothing but that it was meant."""
