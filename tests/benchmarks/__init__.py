"""How fast the backbone is, beside a hand-written minimum and beside the usual way."""
