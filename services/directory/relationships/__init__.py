"""Who and what is there for which organization, from when until when."""
