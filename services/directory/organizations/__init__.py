"""Municipalities, carriers, schools and who acts for them."""
