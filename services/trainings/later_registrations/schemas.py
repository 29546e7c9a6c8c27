"""What is told of registrations after a day."""

from pydantic import BaseModel


class LaterRegistrations(BaseModel):
    """Their number; which ones they are is the worker's to see."""

    number: int
