"""What happens together is told together, and to whom it still concerns when it goes out."""

from shared.contracts.accounts import AccessRecord
from shared.contracts.directory import BarrierReported
from shared.ids import new_id
from shared.messaging.event import EVERYONE
from tests.conftest import OpenHouse
from tests.notifications.conftest import kept, tell
from tests.notifications.test_notices import BERND, Office, access, lane, later, opened, report
from tests.notifications.town import Town, person
from tests.signing_in import OPERATOR


async def test_a_burst_is_one_mail(open_house: OpenHouse) -> None:
    house, bernd = await opened(await open_house("notifications")), new_id()
    await tell(house, person(bernd, "Bernd", "Trieb", BERND), access(bernd, OPERATOR))
    reports = [await report(house) for _ in range(12)]
    await tell(house, *(BarrierReported(report_id=each) for each in reports))
    later(house)
    await lane(house, *["sent"] * 12)
    [mail] = await kept(house)
    assert mail.subject == "12 Barrieren wurden gemeldet"
    assert len(mail.links) == 12


async def test_who_acts_no_more_when_it_would_go_out_is_told_nothing(
    open_house: OpenHouse, town: Town
) -> None:
    house, office = await opened(await open_house("notifications")), Office()
    await office.opens(house, town)
    await report(house)
    await tell(house, AccessRecord(version=2, person_id=office.ayse, grants=()), tenant=EVERYONE)
    later(house)
    await lane(house, "sent", "withdrawn")
    [mail] = await kept(house)
    assert mail.worker_id == office.bernd
