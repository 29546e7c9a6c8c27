"""What the network does together: seen by all, kept by the office, brought on by steps."""

from sqlalchemy import select

from services.trainings.actions.models import action_items
from services.trainings.models import organizations
from services.trainings.projects.models import Project
from shared.contracts.meetings import ACTIONS, OWN_ACTIONS, StepAssigned
from shared.contracts.projects import PROJECTS
from shared.database.tables import table_of
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.trainings.conftest import Trainings
from tests.trainings.meeting import HTML, Meeting

FORM = {
    "title": "Schulverweigerung",
    "goal": "Früher merken, wer fehlt.\n\nGemeinsam handeln.",
    "carried_by": "Arbeitskreis Schulsozialarbeit",
    "who": "Nele Ahrens",
    "partners": "Jugendamt\nSportverein <b>Nord</b>",
    "state": "running",
    "version": "0",
}
projects = table_of(Project)


async def project(held: Meeting, **given: str) -> str:
    answer = await held.http.post(f"{PROJECTS}/neu", data=FORM | given, headers=HTML)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def begun(open_house: OpenHouse) -> Meeting:
    return Meeting(await open_house("directory", "trainings"))


async def test_the_network_sees_who_does_what_with_whom(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    nele = await held.somebody("Nele Ahrens")
    organization = {"organization_id": new_id(), "version": 1, "kind": "office", "contacts": []}
    async with held.house.context("trainings").database.transaction() as uow:
        row = organizations.insert().values(tenant=BERGKAMEN, name="Jugendamt", **organization)
        await uow.session.execute(row)
    address = await project(held)
    page = (await nele.get(address)).text
    for each in ("Früher merken", "Nele Ahrens", "Arbeitskreis Schulsozialarbeit", "&lt;b&gt;Nord"):
        assert each in page
    assert "Bearbeiten" not in page
    assert (await nele.get(f"{address}/bearbeiten")).status_code == 403
    assert (await nele.post(f"{PROJECTS}/neu", **FORM)).status_code == 403
    async with held.house.context("trainings").database.transaction() as uow:
        await uow.session.execute(organizations.update().values(name="Amt für Jugend"))
    page = (await nele.get(address)).text
    assert "Amt für Jugend" in page
    assert "Schulverweigerung" in (await nele.get(f"{PROJECTS}?text=verweigerung")).text


async def test_what_cannot_be_meant_is_said_at_its_field(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    bad = {
        "So heißt im Verzeichnis niemand": {},
        "Das Ende liegt vor dem Beginn": {
            "who": "",
            "starts_on": "2027-02-01",
            "ends_on": "2027-01-31",
        },
        "höchstens 40 Partner": {"who": "", "partners": "\n".join(map(str, range(41)))},
    }
    for words, given in bad.items():
        answer = await held.http.post(f"{PROJECTS}/neu", data=FORM | given, headers=HTML)
        assert (answer.status_code, words in answer.text) == (422, True)
    assert await held.house.rows("trainings", select(projects)) == []


async def test_a_step_is_an_action_item_of_whoever_takes_it(
    open_house: OpenHouse,
) -> None:
    held = await begun(open_house)
    nele = await held.somebody("Nele Ahrens")
    address = await project(held)
    step = {"title": "Zahlen sammeln", "who": "Nele Ahrens", "version": "0"}
    key = address.rpartition("/")[2]
    answer = await held.http.post(f"{ACTIONS}/schritt/{key}", data=step, headers=HTML)
    assert answer.headers["location"] == address
    assert "Schritt im Projekt" in (await nele.get(OWN_ACTIONS)).text
    row = (await held.house.rows("trainings", select(action_items)))[0]
    office = await held.http.get(f"{ACTIONS}/{row.id}", headers=HTML)
    assert "Schritt im Projekt: Schulverweigerung" in office.text
    assert "Zahlen sammeln" in (await held.http.get(ACTIONS, headers=HTML)).text
    assert (await nele.post(f"{OWN_ACTIONS}/{row.id}/erledigt")).status_code == 303
    assert (
        "Zahlen sammeln</a>: Nele Ahrens, erledigt"
        in (await held.http.get(address, headers=HTML)).text
    )
    [told] = await Trainings(held.house).announced(StepAssigned)
    assert told.action_id == row.id


async def test_its_result_is_read_once_it_is_published(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    nele = await held.somebody("Nele Ahrens")
    address = await project(held)
    write, version = f"{address}/ergebnis/schreiben", 1
    for given, status in (({}, 404), ({"published": "ja"}, 200)):
        form = {"result": "Weniger Fehltage.", "version": str(version)} | given
        answer = await held.http.post(write, data=form, headers=HTML)
        assert answer.status_code == 303, answer.text
        assert (await nele.get(f"{address}/ergebnis")).status_code == status
        version += 1
    assert "Weniger Fehltage." in (await nele.get(f"{address}/ergebnis")).text
    empty = {"result": "", "published": "ja", "version": str(version)}
    answer = await held.http.post(write, data=empty, headers=HTML)
    assert "Ohne Text" in answer.text


async def test_whoever_was_slower_sees_both(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    await held.somebody("Nele Ahrens")
    address = await project(held)
    edit = f"{address}/bearbeiten"
    known = FORM | {"version": "1"}
    for title, status in (("Neuer Titel", 303), ("Anderer Titel", 409)):
        answer = await held.http.post(edit, data=known | {"title": title}, headers=HTML)
        assert answer.status_code == status
    assert "Neuer Titel" in answer.text
    assert "Anderer Titel" in answer.text
