"""What the typed tables of this service have in common; each capability adds its own."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase

from shared.database.tables import Tenant, Typed
from shared.database.types import Moment
from shared.web.conflicts import Unreachable
from shared.web.idempotency import answers
from shared.web.sessions.models import add_copies


class Base(Typed, DeclarativeBase):
    """The typed tables of this service."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {Tenant: String(), datetime: Moment}


metadata = Base.metadata
add_copies(metadata)
answers.to_metadata(metadata)
UNREACHABLE = {
    "contacts.organization_id, contacts.role": Unreachable("refused before, or overtaken"),
    "bulk_rows.request_id, bulk_rows.place": Unreachable("a part is stored by who holds it"),
    "merges.merged_id": Unreachable("both are held, and a second merge is refused"),
    "match_keys.person_id, match_keys.key": Unreachable("theirs are removed before"),
    "duplicates.first_id, duplicates.second_id": Unreachable("a known one stays"),
    "clients.client_id": Unreachable("random"),
    "photos.person_id": Unreachable("the person is held, and the one before is removed"),
    "sign_in_addresses.address": Unreachable("a known one stays as it is"),
    "client_secrets.secret_sha256": Unreachable("random"),
    "recovery_codes.code_digest": Unreachable("random"),
    "waiting_sign_ins.browser_hash": Unreachable("random"),
    "passkeys.credential_id": Unreachable("random, and a known one is refused before"),
    "refusals.hour, refusals.kind": Unreachable("counted on where it is there"),
    "arrivals.secret_sha256": Unreachable("random"),
    "quotas.day, quotas.subject": Unreachable("counted on where it is there"),
    "told_covers.leave_id, told_covers.school_id": Unreachable("a known one is replaced"),
    "publications.tenant": Unreachable("one that is there is not inserted"),
    "funding_reviews.tenant": Unreachable("one job at a time keeps them"),
}
"""What no request meets, and why."""
