"""A code for the door, and its picture."""

import secrets
from dataclasses import dataclass
from io import BytesIO

import segno
from markupsafe import Markup

CHECK_IN = "/trainings/einchecken"
"""Where the office's phone is led; below it, the code."""
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's, which nobody mistakes for another."""
LENGTH = 16


def new_code() -> str:
    """80 random bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


@dataclass(frozen=True)
class Shown:
    """A code as its owner shows it."""

    code: str
    base_url: str

    @property
    def address(self) -> str:
        return f"{self.base_url.rstrip('/')}{CHECK_IN}/{self.code}"

    @property
    def groups(self) -> str:
        """In fours, for who types it."""
        return "-".join(self.code[at : at + 4] for at in range(0, LENGTH, 4))

    @property
    def drawing(self) -> str:
        """To print, with its quiet zone."""
        file = BytesIO()
        segno.make(self.address, error="m").save(file, kind="svg", scale=4, light="#fff")
        return file.getvalue().decode()

    @property
    def picture(self) -> Markup:
        """Dark on light, whatever the page's colours."""
        file = BytesIO()
        segno.make(self.address, error="m").save(
            file, kind="svg", xmldecl=False, scale=7, light="#fff", title="QR-Code für den Einlass"
        )
        return Markup(file.getvalue().decode().replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 of our own text
