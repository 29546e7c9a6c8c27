"""Whether an address takes mail, whoever it belongs to."""
