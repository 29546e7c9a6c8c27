"""One file per kind of mail, named as its code; its templates bear the same name."""
