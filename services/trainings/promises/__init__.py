"""Who has said that they really come, on top of having a seat."""
