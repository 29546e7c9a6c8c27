"""Where surveys shows what a network works on in a school year."""

FOCUS_TOPICS = "/surveys/schwerpunkte"
