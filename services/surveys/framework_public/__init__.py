"""The adopted framework concept, for everybody."""
