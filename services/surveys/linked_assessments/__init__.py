"""One school's sheet, for its head who holds the link of a mail."""
