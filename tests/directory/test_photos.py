"""A picture is put up by whom it shows, seen by whom they choose, and gone when they say so."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response
from PIL import Image
from sqlalchemy import select

from services.directory.documents.models import LeftoverRow
from services.directory.documents.use_cases import tend
from services.directory.people.use_cases import forget_people
from services.directory.photos.models import photos
from services.directory.photos.values import LONGEST_SIDE
from shared.contracts.accounts import AccessRole, Grant
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.tables import audit
from tests.directory.conftest import Desk
from tests.directory.test_merges_by_hand import entered
from tests.directory.test_people import CHOICES, Person, office_of, signed_in
from tests.house import BERGKAMEN

OWN = "/directory/mein-eintrag"
PHOTOS = "/directory/fotos"
PEOPLE = "/directory/personen"
PLACE = f"/directory/oeffentlich/{BERGKAMEN}"
GPS = 0x8825


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **more: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(file, kind, **more)
    return file.getvalue()


@dataclass
class Owner:
    """Mara, who works there and is signed in, and the others."""

    desk: Desk
    person: Person
    id: UUID

    async def put_up(self, content: bytes = b"", seen_by: str = "network") -> Response:
        files = {"file": ("ich.jpg", content or picture(), "image/jpeg")}
        return await self.person.http.post(f"{PHOTOS}/neu", data={"seen_by": seen_by}, files=files)

    async def rows(self) -> list[Any]:
        theirs = select(photos).where(photos.c.person_id == self.id)
        return list(await self.desk.house.rows("directory", theirs))

    async def path(self) -> str:
        [row] = await self.rows()
        return f"{PHOTOS}/{row.id}"

    async def names(self, seen_by: str) -> None:
        form = CHOICES | {"name_seen_by": seen_by}
        assert (await self.person.post(f"{OWN}/bearbeiten", **form)).status_code == 303


@pytest.fixture
async def mara(desk: Desk) -> Owner:
    hired = await desk.carrier.hire(start_date=desk.today.isoformat())
    key = UUID(hired.json()["worker_id"])
    grant = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
    return Owner(desk, await signed_in(desk, grant, person_id=key), key)


async def colleague(desk: Desk) -> Person:
    return await signed_in(desk, Grant(role=AccessRole.HEAD, municipality=BERGKAMEN))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_it_is_drawn_anew_small_and_without_what_cameras_add(mara: Owner, kind: str) -> None:
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (51.0, 36.0, 0.0)}
    exif[0x010F] = "Kamera 4711"
    sent = picture(kind, (1200, 800), exif=exif)
    assert b"Kamera 4711" in sent
    assert (await mara.put_up(sent)).status_code == 303
    shown = await mara.person.get(await mara.path())
    assert b"Kamera 4711" not in shown.content
    with Image.open(BytesIO(shown.content)) as found:
        assert found.format == "JPEG"
        assert found.size == (LONGEST_SIDE, 341)
        assert not found.getexif()
    headers = shown.headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["cache-control"] == "private, no-cache"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]


async def test_who_has_it_already_is_told_that_it_is_the_same(mara: Owner) -> None:
    await mara.put_up()
    path = await mara.path()
    etag = (await mara.person.get(path)).headers["etag"]
    again = await mara.person.http.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "keine JPEG-Bild"),
        (picture("GIF"), "keine JPEG-Bild"),
        (picture()[:400], "kein Bild, das wir lesen können"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "kein Bild, das wir lesen können"),
        (picture("PNG", (9000, 5000)), "mehr als 40 Millionen Bildpunkte"),
    ],
    ids=["svg", "gif", "broken", "says jpeg", "many pixels"],
)
async def test_what_is_no_picture_or_unfolds_too_far_is_refused(
    mara: Owner, content: bytes, said: str
) -> None:
    answer = await mara.put_up(content)
    assert answer.status_code == 422, answer.text
    assert said in answer.text
    assert await mara.rows() == []


@pytest.mark.parametrize(
    ("seen_by", "office", "others", "public"),
    [
        ("office", 200, 404, 404),
        ("network", 200, 200, 404),
        ("public", 200, 200, 200),
    ],
)
async def test_it_is_seen_by_whom_it_was_put_up_for(
    mara: Owner, seen_by: str, office: int, others: int, public: int
) -> None:
    await mara.names("public")
    await mara.put_up(seen_by=seen_by)
    path = await mara.path()
    desk, key = mara.desk, path.rpartition("/")[2]
    stranger = await signed_in(desk)
    coordinator, head = await office_of(desk), await colleague(desk)
    assert (await mara.person.get(path)).status_code == 200
    assert (await coordinator.get(path)).status_code == office
    assert (await head.get(path)).status_code == others
    in_api = f"/directory/api/v1/people/{mara.id}/photo"
    assert (await head.get(in_api)).status_code == others
    assert (await stranger.get(f"{PLACE}/fotos/{key}")).status_code == public
    assert (path in await head.page(PEOPLE)) == (others == 200)
    assert (path in await head.page(f"{PEOPLE}/{mara.id}")) == (others == 200)
    assert (f"{PLACE}/fotos/{key}" in await stranger.page(PLACE)) == (public == 200)
    other_town = await signed_in(desk, Grant(role=AccessRole.HEAD, municipality="05978020"))
    assert (await other_town.get(path)).status_code in (303, 403, 404)


async def test_a_public_picture_of_who_is_not_public_is_none(mara: Owner) -> None:
    await mara.put_up(seen_by="public")
    key = (await mara.path()).rpartition("/")[2]
    stranger = await signed_in(mara.desk)
    assert (await stranger.get(f"{PLACE}/fotos/{key}")).status_code == 404
    await mara.names("public")
    assert (await stranger.get(f"{PLACE}/fotos/{key}")).status_code == 200
    await mara.person.post(f"{PHOTOS}/sichtbarkeit", seen_by="network")
    assert (await stranger.get(f"{PLACE}/fotos/{key}")).status_code == 404


async def test_where_there_is_none_initials_stand(mara: Owner) -> None:
    page = await (await colleague(mara.desk)).page(f"{PEOPLE}/{mara.id}")
    assert 'aria-hidden="true">MÖ<' in page
    assert "Foto von" not in page
    assert "Foto hochladen" in await mara.person.page(OWN)
    led = await mara.person.get(f"{PHOTOS}/sichtbarkeit")
    assert (led.status_code, led.headers["location"]) == (303, f"{PHOTOS}/neu")


async def lies(desk: Desk, key: str) -> bool:
    """Whether anything lies under the key in the store."""
    return (desk.house.settings.data / "files" / key).exists()


async def test_taken_away_it_is_nowhere_and_its_content_is_deleted(mara: Owner) -> None:
    await mara.put_up(seen_by="network")
    path, [row] = await mara.path(), await mara.rows()
    head, here = await colleague(mara.desk), mara.desk.house.context("directory")
    assert await lies(mara.desk, row.key)
    assert "Foto entfernen?" in await mara.person.page(f"{path}/entfernen")
    assert (await mara.person.post(f"{path}/entfernen")).status_code == 303
    assert (await head.get(path)).status_code == 404
    assert await mara.rows() == []
    await tend(here)
    assert not await lies(mara.desk, row.key)


async def test_another_one_takes_its_place_under_another_address(mara: Owner) -> None:
    await mara.put_up()
    before = await mara.path()
    await mara.put_up(picture("PNG"))
    assert await mara.path() != before
    assert (await mara.person.get(before)).status_code == 404


async def test_the_office_takes_it_away_and_nobody_else_does_or_puts_one_up(mara: Owner) -> None:
    await mara.put_up()
    path, office = await mara.path(), await office_of(mara.desk)
    head, in_api = await colleague(mara.desk), f"/directory/api/v1/people/{mara.id}/photo"
    for answer in (
        await head.post(f"{path}/entfernen"),
        await head.http.delete(in_api),
        await office.http.put(f"{in_api}?seen_by=public", content=picture()),
    ):
        assert answer.status_code == 403, answer.text
    assert len(await mara.rows()) == 1
    assert f"{path}/entfernen" in await office.page(f"{PEOPLE}/{mara.id}")
    assert (await office.post(f"{path}/entfernen")).status_code == 303
    assert await mara.rows() == []
    query = select(audit.c.action, audit.c.role).order_by(audit.c.position)
    actions = [tuple(each) for each in await mara.desk.house.rows("directory", query)]
    done = [each for each in actions if "fotos" in each[0]]
    assert done == [
        ("POST /fotos/neu", "worker"),
        ("POST /fotos/{photo_id}/entfernen", "coordinator"),
    ]


async def test_programs_put_up_show_and_take_away_as_pages_do(mara: Owner) -> None:
    path, http = f"/directory/api/v1/people/{mara.id}/photo", mara.person.http
    assert (await http.get(path)).status_code == 404
    refused = await http.put(f"{path}?seen_by=network", content=b"no picture")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "file")
    put = await http.put(f"{path}?seen_by=network", content=picture("WEBP"))
    assert put.status_code == 204, put.text
    assert (await http.get(path)).headers["content-type"] == "image/jpeg"
    assert (await http.delete(path)).status_code == 204
    assert (await http.get(path)).status_code == 404


async def test_it_goes_with_its_person(desk: Desk) -> None:
    grant = Grant(role=AccessRole.HEAD, municipality=BERGKAMEN)
    other = await entered(desk)
    someone = Owner(desk, await signed_in(desk, grant, person_id=other), other)
    assert (await someone.put_up()).status_code == 303
    [row] = await someone.rows()
    async with desk.house.context("directory").database.transaction() as uow:
        await forget_people(uow, [other], Cause(BERGKAMEN, new_id()))
    assert await someone.rows() == []
    await tend(desk.house.context("directory"))
    assert not await lies(desk, row.key)
    assert await desk.house.rows("directory", select(LeftoverRow.key)) == []
