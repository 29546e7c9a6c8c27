"""What one is told of others who had to do with one's data."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OwnEntry:
    """One line; nobody is named."""

    at: datetime
    role: str
    what: str
    service: str
