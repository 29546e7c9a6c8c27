"""When no mail can go out at all: since when, why, and when it is tried again."""
