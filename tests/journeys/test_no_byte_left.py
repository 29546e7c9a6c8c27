"""Of somebody who was erased no byte is left in any file of the embedded form."""

from pathlib import Path
from typing import Any

from deploy.platform import kept_on_bus
from deploy.privacy.erase import erase
from deploy.privacy.export import ask
from deploy.privacy.find import in_files, places
from deploy.privacy.vacuuming import empty_files
from services.directory.privacy_requests.values import PrivacyState
from shared.messaging.bus.forgetting import Forgetting
from shared.messaging.bus.local import LocalBus
from tests.house import House, embedded_house
from tests.journeys.carrier import Carrier
from tests.journeys.erasing import NAMES, PERSON, Departed, calm, hired, leave, state_of
from tests.journeys.test_erased_people import park
from tests.journeys.test_new_colleague import ALL


async def live(house: House) -> Departed:
    """Mails, a sign-in, a code that was asked for, a document, an export, a parked message."""
    carrier = await Carrier.of(house)
    person = await hired(house, carrier)
    page = f"/directory/fachkraefte/{person.employment_id}/anmeldung"
    assert (await house.http.post(page)).status_code == 303
    await house.http.post("/directory/anmelden", data={"address": PERSON["email"]})
    files: Any = {"file": ("a.txt", b"Zeugnis von Quirina Sonnentau", "text/plain")}
    of = f"/directory/dokumente/zu/einsatz/{person.employment_id}/hochladen"
    sent = await house.http.post(of, data={"title": "Zeugnis Sonnentau"}, files=files)
    assert sent.status_code == 303, sent.text
    await ask(house.context("directory").database, person.person_id)
    await calm(house)
    await leave(house, carrier)
    await park(house, person)
    return person


async def test_no_byte_of_a_name_or_an_address_is_left_in_any_file(tmp_path: Path) -> None:
    async with embedded_house(tmp_path, ALL) as house:
        person = await live(house)
        before = [place async for place in places(house.settings, house.bus, NAMES)]
        found = {where.removeprefix("Datei ").split("-")[0] for where, _ in before}
        assert {"directory: people", "notifications: kept_mails", "trainings: parked"} <= found
        assert {"Topic directory.people", "bus.db", "notifications.db"} <= found
        request_id = await erase(house.context("directory").database, person.person_id)
        house.context("directory").database.notifier.notify("outbox")
        await calm(house)
        assert await state_of(house, request_id) is PrivacyState.DONE
        engines = [house.context(name).database.engine for name in ALL]
        assert isinstance(house.bus, LocalBus)
        assert house.bus.erasing.is_set()
        await Forgetting(house.bus, kept_on_bus(), house.clock.now, engines).forget()
        assert list(in_files(tmp_path, NAMES)) == []
    await empty_files(tmp_path)
    assert list(in_files(tmp_path, NAMES)) == []
