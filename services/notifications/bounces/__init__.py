"""Reports of mails that came back: who may be believed, and what follows."""
