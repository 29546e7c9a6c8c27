"""Addresses as they are compared."""


def folded(address: str) -> str:
    """Without regard to upper and lower case."""
    return address.strip().lower()


_NOBODYS = ("@example.org", "@example.com", "@example.net")
"""RFC 2606: domains for examples, in which nobody has an address."""


def is_invented(address: str) -> bool:
    """Whether no real person can have it."""
    return folded(address).endswith(_NOBODYS)
