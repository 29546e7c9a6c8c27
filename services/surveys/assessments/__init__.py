"""How a school stands against the standards in a year, as worker and head see it together."""
