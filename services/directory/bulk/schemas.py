"""How far a long file is, and what became of its rows."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.bulk.values import BulkKind, BulkState
from services.directory.schemas import RowAnswer
from shared.json import Json


class RowList(BaseModel):
    """In the order of the file; ``next`` is the next page."""

    items: list[RowAnswer]
    next: str | None = None


class FileContent(BaseModel):
    """What stands for a file where requests are compared."""

    media_type: str
    sha256: str


class BulkProgress(BaseModel):
    """``rows`` is where the answers to the rows done so far begin."""

    id: UUID
    kind: BulkKind
    state: BulkState
    total: int
    done: int
    created: int
    unchanged: int
    refused: int
    received_at: datetime
    finished_at: datetime | None
    rows: str = Field(examples=["/directory/api/v1/bulk/0197…/rows"])

    @property
    def address(self) -> str:
        """Where it is found."""
        return self.rows.removesuffix("/rows")


ACCEPTED: dict[int | str, Json] = {
    202: {"model": BulkProgress, "description": "Too long to wait for; `Location` is its status"}
}
"""What OpenAPI says of a request with many rows."""
