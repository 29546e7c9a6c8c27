"""Documents of groups, and of where somebody is placed."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.directory.employments.models import employments
from services.directory.groups.models import Group
from services.directory.people.models import people
from tests.directory.test_documents import API, PDF, Desk, desk
from tests.house import BERGKAMEN

__all__ = ["desk"]

OTHERS = [("gruppe", "group_id", "gruppen"), ("einsatz", "employment_id", "fachkraefte")]


@pytest.mark.parametrize(("place", "name", "page"), OTHERS)
async def test_groups_and_employments_have_documents_too(
    desk: Desk, place: str, name: str, page: str
) -> None:
    keys = {"group_id": await group_of(desk), "employment_id": await employment_of(desk)}
    path, key = f"/directory/dokumente/zu/{place}", keys[name]
    assert (await desk.get(f"{path}/{key}/hochladen")).status_code == 200
    files: Any = {"file": ("a.pdf", PDF, "application/pdf")}
    added = await desk.http.post(
        f"{path}/{key}/hochladen", data={"title": "Absprache"}, files=files
    )
    assert added.status_code == 303, added.text
    document = added.headers["location"]
    assert (await desk.get(f"{document}/datei")).content == PDF
    assert f'href="{document}"' in (await desk.get(f"/directory/{page}/{key}")).text
    assert f'href="/directory/{page}/{key}"' in (await desk.get(document)).text
    view = (await desk.get(f"{API}/{document.rpartition('/')[2]}")).json()
    assert (view[name], view["organization_id"]) == (str(key), None)
    again = await desk.http.post(
        f"{path}/{key}/hochladen", data={"title": "Absprache"}, files=files
    )
    assert "Hier gibt es schon ein Dokument mit diesem Titel" in again.text
    other = await desk.http.post(f"{path}/{uuid4()}/hochladen", data={"title": "x"}, files=files)
    assert other.status_code == 404


async def test_a_group_is_deleted_with_its_documents(desk: Desk) -> None:
    key = await group_of(desk)
    headers = {**desk.http.headers, "content-type": "application/octet-stream"}
    where = f"{API}?group_id={key}&title=Absprache"
    added = await desk.http.post(where, content=PDF, headers=headers)
    assert added.status_code == 201, added.text
    removed = await desk.http.post(f"/directory/gruppen/{key}/loeschen")
    assert removed.status_code == 303
    assert (await desk.get(f"{API}/{added.json()['id']}")).status_code == 404
    await desk.tend()
    assert desk.stored == []


async def test_a_document_is_kept_with_one_thing(desk: Desk) -> None:
    headers = {**desk.http.headers, "content-type": "application/octet-stream"}
    for query in ("", f"&organization_id={desk.organization_id}&group_id={uuid4()}"):
        answer = await desk.http.post(f"{API}?title=x{query}", content=PDF, headers=headers)
        assert answer.status_code == 422, answer.text


async def group_of(desk: Desk) -> UUID:
    async with desk.house.context("directory").database.transaction() as uow:
        group = Group(tenant=BERGKAMEN, name="Arbeitskreis", description="", id=uuid4())
        uow.session.add(group)
        await uow.session.flush()
        return group.id


async def employment_of(desk: Desk) -> UUID:
    worker, key, today = uuid4(), uuid4(), date(2026, 8, 1)
    text = dict.fromkeys(("given_name", "family_name", "name_key", "search_text"), "Ada")
    person = {**text, "id": worker, "tenant": BERGKAMEN, "email": "a@example.org", "version": 1}
    work = {
        "id": key,
        "tenant": BERGKAMEN,
        "worker_id": worker,
        "carrier_id": desk.organization_id,
        "external_id": "P-1",
        "ordinal": 1,
        "digest": "x",
        "correlation_id": uuid4(),
        "start_date": today,
        "funding": "land",
        "recorded_at": desk.house.clock.now(),
    }
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(people.insert().values(person))
        await uow.session.execute(employments.insert().values(work))
    return key
