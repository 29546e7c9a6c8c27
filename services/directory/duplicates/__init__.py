"""People who may be one and the same, and those of whom the office said that they are not."""
