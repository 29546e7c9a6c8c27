"""The way in and out: everything somebody meets who is not signed in."""
