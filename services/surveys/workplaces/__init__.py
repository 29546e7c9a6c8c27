"""Where workers are, and with whom: what surveys are addressed and broken down by."""
