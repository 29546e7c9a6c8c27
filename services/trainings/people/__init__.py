"""Who people are: what they are called, as what they act, and with whom they work."""
