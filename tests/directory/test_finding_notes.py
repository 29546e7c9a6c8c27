"""Who reads why a finding may stay as it is."""

from tests.directory.test_kept_findings import LIST, shared_worker
from tests.directory.test_staff_pages import Clerk, clerk, signed_in
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

__all__ = ["clerk"]


async def test_why_a_finding_of_several_carriers_may_stay_is_the_offices_alone_to_read(
    clerk: Clerk,
) -> None:
    """It says perhaps for whom somebody works besides."""
    await shared_worker(clerk)
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    told = "Mit dem Kirchenkreis abgestimmt"
    addresses = [
        f"{LIST}/{raised['finding_id']}"
        for raised in await clerk.desk.announced("directory.finding-raised.v1")
    ]
    for each in addresses:
        done = await office.http.post(f"{each}/hinnehmen", data={"note": told})
        assert done.status_code == 303
        assert told in (await office.http.get(each)).text
        page = (await clerk.http.get(each)).text
        assert "Hingenommen am" in page
        assert told not in page
