"""Which surveys there are, and who may answer them until when."""
