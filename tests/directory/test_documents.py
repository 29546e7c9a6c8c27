"""Documents are kept in versions, looked through for viruses, and handed out, never run."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select
from starlette.types import Message

from services.directory.documents.gateways import FOLDER
from services.directory.documents.models import LeftoverRow, VersionRow
from services.directory.documents.use_cases import UPLOAD_TIME, tend
from services.directory.documents.values import MAX_BYTES, Scan
from services.directory.organizations.models import Organization
from shared.contracts.directory import OrganizationKind
from shared.messaging.tables import audit
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.signing_in import coordinator_of

KAMEN = "05978020"
LIST = "/directory/dokumente"
API = "/directory/api/v1/documents"
HEADERS = {"accept": "text/html", "sec-fetch-site": "same-origin"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@dataclass
class Desk:
    """The coordination office, at its documents."""

    house: House
    http: AsyncClient
    organization_id: UUID
    before: frozenset[str] = frozenset()

    async def upload(
        self, content: bytes, title: str = "Vereinbarung", name: str = "a.pdf"
    ) -> Response:
        path = f"{LIST}/zu/{self.organization_id}/hochladen"
        files: Any = {"file": (name, content, "application/pdf")}
        return await self.http.post(path, data={"title": title}, files=files)

    async def added(self, content: bytes, title: str = "Vereinbarung") -> str:
        """The page of what was added."""
        answer = await self.upload(content, title)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    async def replace(self, page: str, content: bytes, replaces: int) -> Response:
        files: Any = {"file": ("b.pdf", content, "application/pdf")}
        data = {"replaces": str(replaces)}
        return await self.http.post(f"{page}/hochladen", data=data, files=files)

    async def get(self, path: str) -> Response:
        return await self.http.get(path)

    async def tend(self) -> None:
        await tend(self.house.context("directory"))

    @property
    def stored(self) -> list[bytes]:
        """What lies in the folder now."""
        return [each.read_bytes() for each in files_of(self.house) if each.name not in self.before]

    async def scans(self) -> list[Scan]:
        rows = await self.house.rows("directory", select(VersionRow.scan))
        return [row.scan for row in rows]


def files_of(house: House) -> list[Path]:
    folder = house.context("directory").settings.data / FOLDER
    return list(folder.glob("*")) if folder.exists() else []


async def enter(house: House, tenant: str = BERGKAMEN) -> Desk:
    organization = Organization(
        tenant=BERGKAMEN, name=f"Träger {uuid4()}", kind=OrganizationKind.CARRIER
    )
    async with house.context("directory").database.transaction() as uow:
        uow.session.add(organization)
        await uow.session.flush()
        key = organization.id
    cookies = await house.sign_in(coordinator_of(tenant))
    http = AsyncClient(
        transport=house.http._transport, base_url=URL, headers=HEADERS, cookies=cookies
    )
    return Desk(house, http, key, frozenset(each.name for each in files_of(house)))


BOTH = frozenset({BERGKAMEN, KAMEN})


@pytest.fixture
async def desk(open_house: OpenHouse) -> Desk:
    return await enter(await open_house("directory", municipalities=BOTH))


@pytest.fixture
async def either_desk(open_either_house: OpenHouse) -> Desk:
    return await enter(await open_either_house("directory", municipalities=BOTH))


async def test_versions_stay_and_the_link_of_the_newest_leads_to_the_newest(desk: Desk) -> None:
    page = await desk.added(PDF)
    assert (await desk.replace(page, PDF + b"2", 1)).status_code == 303
    assert (await desk.get(f"{page}/datei")).content == PDF + b"2"
    assert (await desk.get(f"{page}/v/1")).content == PDF
    assert (await desk.get(f"{page}/v/2")).content == PDF + b"2"
    assert (await desk.get(f"{page}/v/3")).status_code == 404
    assert (await desk.get(f"{page}/v/{'9' * 400}")).status_code == 404
    shown = (await desk.get(page)).text
    assert sha256(PDF).hexdigest() in shown
    assert "Fassung 2" in shown
    assert (
        "Vereinbarung" in (await desk.get(f"/directory/organisationen/{desk.organization_id}")).text
    )
    assert "Vereinbarung" in (await desk.get(f"{LIST}?text=vereinb")).text


async def test_whoever_replaces_a_version_that_is_replaced_already_is_told(desk: Desk) -> None:
    page = await desk.added(PDF)
    await desk.replace(page, PDF + b"2", 1)
    late = await desk.replace(page, PDF + b"3", 1)
    assert late.status_code == 409
    assert "Inzwischen gibt es eine neuere Fassung" in late.text
    same = await desk.replace(page, PDF + b"2", 2)
    assert "schon die neueste Fassung" in same.text
    assert (await desk.get(f"{page}/datei")).content == PDF + b"2"


async def test_two_at_once_do_not_both_become_the_next_version(either_desk: Desk) -> None:
    desk = either_desk
    page = await desk.added(PDF)
    both = await asyncio.gather(*(desk.replace(page, PDF + bytes([n]), 1) for n in (50, 51)))
    assert sorted(each.status_code for each in both) == [303, 409]
    assert len(await desk.scans()) == 2


async def test_a_title_stands_once_for_an_organization(desk: Desk) -> None:
    await desk.added(PDF)
    answer = await desk.upload(PDF + b"2")
    assert answer.status_code == 422
    assert "schon ein Dokument mit diesem Titel" in answer.text


async def test_a_file_is_saved_and_never_run_whatever_it_says_it_is(desk: Desk) -> None:
    page = await desk.added(PDF, "Konzept: „Vielfalt“ <3")
    headers = (await desk.get(f"{page}/datei")).headers
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''Konzept_")
    assert headers["content-disposition"].endswith("v1.pdf")
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("content", [SVG, HTML, b"\xef\xbb\xbf  <?xml version='1.0'?><a/>"])
async def test_what_a_browser_would_run_is_refused_under_any_name(
    desk: Desk, content: bytes
) -> None:
    answer = await desk.upload(content, name="harmlos.pdf")
    assert answer.status_code == 422
    assert "Es zählt der Inhalt, nicht die Endung." in answer.text
    assert desk.stored == []


async def test_of_a_stranger_no_large_file_is_read(desk: Desk) -> None:
    """A server hands on a body as it is asked for: here it never is."""

    async def unread() -> Message:
        raise AssertionError("the body was asked for")

    path = f"{LIST}/zu/{desk.organization_id}/hochladen"
    given = {
        "host": URL.partition("://")[2],
        "content-length": str(MAX_BYTES),
        "content-type": "multipart/form-data; boundary=x",
        "sec-fetch-site": "same-origin",
        "accept": "text/html",
    }
    headers = [(name.encode(), value.encode()) for name, value in given.items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("knotenpunkt.test", 443),
        "state": {},
    }
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    await desk.house.app(scope, unread, send)
    assert told[0]["status"] == 401


async def test_nobody_elsewhere_sees_a_document_and_every_download_is_recorded(desk: Desk) -> None:
    page = await desk.added(PDF)
    other = await enter(desk.house, KAMEN)
    for path in (page, f"{page}/datei", f"{page}/v/1", f"{API}/{page.rpartition('/')[2]}/content"):
        assert (await other.get(path)).status_code == 404
    assert (await other.replace(page, PDF, 1)).status_code == 404
    assert (await other.http.post(f"{page}/loeschen")).status_code == 404
    foreign = f"{LIST}/zu/{desk.organization_id}/hochladen"
    assert (await other.get(foreign)).status_code == 404
    await desk.get(f"{page}/datei")
    await desk.get(f"{page}/v/1")
    query = select(audit.c.action, audit.c.object_id).order_by(audit.c.position)
    key = page.rpartition("/")[2]
    found = [tuple(each) for each in await desk.house.rows("directory", query)]
    assert found == [
        ("POST /dokumente/zu/{organization_id}/hochladen", key),
        ("GET /dokumente/{document_id}/datei", key),
        ("GET /dokumente/{document_id}/v/{number}", "1"),
    ]


async def test_what_is_deleted_is_gone_from_the_store_and_so_is_an_upload_of_nothing(
    either_desk: Desk,
) -> None:
    desk = either_desk
    page = await desk.added(PDF)
    await desk.upload(PDF + b"2")
    assert (await desk.get(f"{page}/loeschen")).status_code == 200
    assert (await desk.http.post(f"{page}/loeschen")).status_code == 303
    assert (await desk.get(page)).status_code == 404
    desk.house.clock.forward(UPLOAD_TIME + timedelta(minutes=1))
    await desk.tend()
    assert desk.stored == []
    assert await desk.house.rows("directory", select(LeftoverRow.key)) == []


async def test_content_that_is_not_what_was_stored_is_handed_to_nobody(
    open_house: OpenHouse,
) -> None:
    desk = await enter(await open_house("directory"))
    page = await desk.added(PDF)
    [file] = [each for each in files_of(desk.house) if each.name not in desk.before]
    file.write_bytes(PDF + b"changed")
    assert (await desk.get(f"{page}/datei")).status_code == 503
    file.unlink()
    assert (await desk.get(f"{page}/datei")).status_code == 503


async def test_programs_keep_documents_too(desk: Desk) -> None:
    where = f"{API}?organization_id={desk.organization_id}&title=Konzept"
    added = await desk.http.post(where, content=PDF)
    assert added.status_code == 201, added.text
    one = f"{API}/{added.json()['id']}"
    assert (await desk.http.post(where, content=PDF)).status_code == 409
    second = await desk.http.post(f"{one}/versions?replaces=1", content=PDF + b"2")
    assert [each["number"] for each in second.json()["versions"]] == [2, 1]
    late = await desk.http.post(f"{one}/versions?replaces=1", content=PDF + b"3")
    assert (late.status_code, late.json()["type"]) == (409, "/problems/version-replaced")
    refused = await desk.http.post(f"{one}/versions?replaces=2", content=SVG)
    assert refused.status_code == 422
    assert (await desk.get(f"{one}/content")).content == PDF + b"2"
    assert (await desk.get(f"{one}/versions/1/content")).content == PDF
    listed = (await desk.get(f"{API}?text=konz")).json()["items"]
    assert [each["title"] for each in listed] == ["Konzept"]
