"""How much is unread, in the header of every page, as long as somebody looks at it."""
