"""Addresses as they are compared."""


def folded(address: str) -> str:
    """Without regard to upper and lower case."""
    return address.strip().lower()
