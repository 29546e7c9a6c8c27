"""What the start page takes."""

from typing import Annotated

from fastapi import Form

Days = Annotated[int, Form(ge=1, le=200)]
"""How far the clock of a demonstration is moved at once."""
