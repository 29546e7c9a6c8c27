"""Of two pictures of one person the survivor's own stays; who has none gets the other's."""

import pytest

from shared.contracts.accounts import AccessRole, Grant
from tests.directory.conftest import Desk
from tests.directory.test_merges_by_hand import BY_HAND, entered, merged
from tests.directory.test_people import office_of, signed_in
from tests.directory.test_photos import Owner, mara, picture
from tests.house import BERGKAMEN

__all__ = ["mara"]


async def other_of(desk: Desk) -> Owner:
    key = await entered(desk)
    grant = Grant(role=AccessRole.HEAD, municipality=BERGKAMEN)
    return Owner(desk, await signed_in(desk, grant, person_id=key), key)


@pytest.mark.parametrize("own", [True, False])
async def test_the_picture_goes_over_only_to_who_has_none_and_comes_back(
    mara: Owner, own: bool
) -> None:
    other = await other_of(mara.desk)
    assert (await other.put_up()).status_code == 303
    [theirs] = await other.rows()
    if own:
        await mara.put_up(picture("PNG"))
    before, office = await mara.rows(), await office_of(mara.desk)
    path = f"{BY_HAND}/{mara.id}/{other.id}"
    page = await office.page(path)
    assert "Foto" in page
    assert "das eigene bleibt; wer keines hat, bekommt das andere" in page
    done = await merged(office, path)
    assert done.status_code == 303
    assert [each.id for each in await mara.rows()] == [before[0].id if own else theirs.id]
    assert len(await other.rows()) == own
    undone = await office.post(f"{done.headers['location']}/zuruecknehmen")
    assert undone.status_code == 303
    assert await mara.rows() == before
    assert [each.id for each in await other.rows()] == [theirs.id]


async def test_who_does_not_want_the_picture_keeps_nobody_from_undoing(mara: Owner) -> None:
    other = await other_of(mara.desk)
    await other.put_up()
    office = await office_of(mara.desk)
    done = await merged(office, f"{BY_HAND}/{mara.id}/{other.id}")
    assert (await office.post(f"{await mara.path()}/entfernen")).status_code == 303
    undone = await office.post(f"{done.headers['location']}/zuruecknehmen")
    assert undone.status_code == 303
    assert [*await mara.rows(), *await other.rows()] == []
