"""Pictures of some of the sample's people: drawn by code, of nobody."""

from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw
from sqlalchemy import exists, select

from services.directory.documents.gateways import Store
from services.directory.documents.rules import digest
from services.directory.people.models import entries, people
from services.directory.photos.models import Photo, photos
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings

SIDE = 512
_COLOURS = (
    ("#0b5a6b", "#f2c7a5"),
    ("#7a3b69", "#8d5524"),
    ("#2f6b3a", "#e0ac69"),
    ("#8a4b08", "#ffdbac"),
    ("#1f4f8f", "#c68642"),
    ("#5b4a8a", "#f1c27d"),
)


async def put_up_pictures(uow: UnitOfWork, settings: Settings, municipality: str) -> None:
    """Of some who have chosen what they show, for whom they show their address to; done once."""
    there = exists().where(photos.c.tenant == municipality)
    if (await uow.session.execute(select(there))).scalar():
        return
    theirs = (people.c.tenant == municipality, entries.c.tenant == municipality)
    query = (
        select(people.c.id, entries.c.email_seen_by)
        .join(entries, entries.c.person_id == people.c.id)
        .where(*theirs)
        .order_by(people.c.email)
    )
    store = Store(settings)
    rows = (await uow.session.execute(query.limit(len(_COLOURS)))).all()
    for row, (around, skin) in zip(rows, _COLOURS, strict=False):
        content = _somebody(around, skin)
        key = uuid5(NAMESPACE_URL, f"knotenpunkt:sample:photo:{row.id}").hex
        await store.put(key, content)
        uow.session.add(
            Photo(
                tenant=municipality,
                person_id=row.id,
                key=key,
                sha256=digest(content),
                seen_by=row.email_seen_by,
                uploaded_at=uow.now,
            )
        )


def _somebody(around: str, skin: str) -> bytes:
    """Head and shoulders before a plain wall."""
    picture = Image.new("RGB", (SIDE, SIDE), "#e8e4da")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((96, 330, 416, 700), fill=around)
    draw.rectangle((226, 290, 286, 370), fill=skin)
    draw.ellipse((166, 110, 346, 330), fill=skin)
    draw.chord((156, 90, 356, 310), 180, 360, fill="#3b2f2a")
    file = BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()
