"""How far a message has come on a channel: claimed by lease, checked, settled or tried again."""
