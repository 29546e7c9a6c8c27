"""Proving anew who one is, before one changes how one signs in."""
