"""A statement is drafted, discussed, voted on by those who take part, and published."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.trainings.statements.models import StatementTally, StatementVoter
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import PersonRecord
from shared.contracts.merging import PersonMerged
from shared.contracts.projects import STATEMENTS
from shared.database.tables import table_of
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.trainings.meeting import HTML, Meeting, Somebody, meeting

TEXT = {"title": "Mehr Stellen", "text": "Wir fordern mehr Stellen.", "version": "0"}
NAMES = ("Nele Ahrens", "Jan Beck", "Ida Conrad", "Ole Dahm", "Ute Emmer")
HEAD = Grant(role=AccessRole.HEAD, municipality=BERGKAMEN, organization_id=new_id())
voters, tallies = table_of(StatementVoter), table_of(StatementTally)


class Group:
    """A statement, and those who discuss it."""

    def __init__(self, held: Meeting, address: str) -> None:
        self.held, self.address = held, address

    async def post(self, path: str, *, code: int = 303, **data: Any) -> str:
        answer = await self.held.http.post(f"{self.address}{path}", data=data, headers=HTML)
        assert answer.status_code == code, answer.text
        return answer.text

    async def page(self, who: Somebody | None = None) -> str:
        http = who.http if who else self.held.http
        answer = await http.get(self.address, headers=HTML)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def open(self, ballot: str, days: int = 3) -> None:
        last = local_date(self.held.house.clock.now()) + timedelta(days=days)
        await self.post("/abstimmung", ballot=ballot, last_day=last.isoformat())

    async def vote(self, who: Somebody, choice: str) -> tuple[int, str]:
        answer = await who.post(f"{self.address}/abstimmen", choice=choice)
        return answer.status_code, answer.text

    async def stored(self) -> list[Any]:
        return list(await self.held.house.rows("trainings", select(voters)))

    def later(self, days: int = 4) -> None:
        self.held.house.clock.forward(timedelta(days=days))


async def group(held: Meeting, *, discussed: bool = True, **given: str) -> Group:
    answer = await held.http.post(f"{STATEMENTS}/neu", data=TEXT | given, headers=HTML)
    assert answer.status_code == 303, answer.text
    found = Group(held, answer.headers["location"])
    if discussed:
        await found.post("/diskutieren")
    return found


async def workers(open_house: OpenHouse, number: int) -> tuple[Meeting, list[Somebody]]:
    held = Meeting(await open_house("directory", "trainings"))
    return held, [await held.somebody(each) for each in NAMES[:number]]


async def test_only_those_who_take_part_see_and_comment_a_draft(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    inside, outside = [await held.somebody(each) for each in NAMES[:2]]
    await held.register(inside)
    found = await group(held, discussed=False, gathering=held.id)
    assert (await inside.get(found.address)).status_code == 404
    await found.post("/diskutieren")
    said = {"text": "Bitte <i>kürzer</i>."}
    assert (await inside.post(f"{found.address}/kommentare", **said)).status_code == 303
    assert (await outside.get(found.address)).status_code == 404
    assert (await outside.post(f"{found.address}/kommentare", **said)).status_code == 404
    assert "Mehr Stellen" not in (await outside.get(STATEMENTS)).text
    assert "Mehr Stellen" in (await inside.get(STATEMENTS)).text
    assert "zu Fassung 1: Bitte &lt;i&gt;kürzer" in await found.page()


async def test_each_change_is_an_edition_and_the_slower_sees_both(open_house: OpenHouse) -> None:
    held, (nele,) = await workers(open_house, 1)
    found = await group(held)
    change: dict[str, Any] = TEXT | {"text": "Kürzer.", "version": "2"}
    await found.post("/bearbeiten", **change)
    page = await found.page(nele)
    assert page.index("Kürzer.") < page.index("Fassung 1 vom") < page.index("Wir fordern")
    late = await found.post("/bearbeiten", code=409, **(change | {"text": "Länger."}))
    assert "Kürzer." in late
    assert "Länger." in late
    await found.open("named")
    now = await found.post("/bearbeiten", code=422, **(change | {"version": "4"}))
    assert "Stand hat sich inzwischen geändert" in now


async def test_a_secret_vote_says_nowhere_who_said_what(open_house: OpenHouse) -> None:
    held, people = await workers(open_house, 5)
    found = await group(held)
    await found.open("hidden")
    asked = await found.page(people[0])
    assert "Davor schützt es nicht" in asked
    assert "anonym" not in asked.lower()
    for who, choice in zip(people, ("for", "for", "for", "against", "abstain"), strict=True):
        assert (await found.vote(who, choice))[0] == 303
    rows = await found.stored()
    assert {each.person_id for each in rows} == {each.id for each in people}
    assert {each.choice for each in rows} == {None}
    assert "Angenommen" not in await found.page()
    found.later()
    assert "Angenommen" in await found.page(people[0])
    await found.post("/veroeffentlichen")
    assert await found.stored() == []
    counted = (await held.house.rows("trainings", select(tallies)))[0]
    assert (counted.in_favour, counted.against, counted.abstained) == (3, 1, 1)


async def test_under_five_votes_a_secret_result_is_only_its_outcome(
    open_house: OpenHouse,
) -> None:
    held, people = await workers(open_house, 4)
    found = await group(held)
    await found.open("hidden")
    for who in people:
        await found.vote(who, "against")
    found.later()
    for reader in (None, people[0]):
        page = await found.page(reader)
        assert "Nicht angenommen" in page
        assert "weniger als fünf Stimmen" in page
        assert "<dt" not in page[page.index("Ergebnis</h") : page.index("Text</h")]


async def test_nobody_votes_twice_nor_after_the_closing_moment(open_house: OpenHouse) -> None:
    held, (nele, jan) = await workers(open_house, 2)
    found = await group(held)
    await found.open("named", days=0)
    assert (await found.vote(nele, "for"))[0] == 303
    status, text = await found.vote(nele, "against")
    assert (status, "schon abgestimmt" in text) == (422, True)
    early = await found.post("/veroeffentlichen", code=422)
    assert "läuft noch" in early
    found.later(days=1)
    status, text = await found.vote(jan, "against")
    assert (status, "beendet" in text) == (422, True)
    assert len(await found.stored()) == 1


async def test_two_who_are_one_have_one_vote(open_house: OpenHouse) -> None:
    held, (nele, same) = await workers(open_house, 2)
    found = await group(held)
    await found.open("hidden")
    await found.vote(nele, "for")
    known = {"given_name": "Nele", "family_name": "Ahrens", "email": "nele@example.org"}
    record = PersonRecord(person_id=nele.id, version=2, merged_into=same.id, **known)
    merged = PersonMerged(
        merge_id=new_id(), merged_id=nele.id, survivor_id=same.id, employment_ids=()
    )
    await held.house.announce(merged)
    await held.house.announce(record)
    await held.house.quiet()
    assert (await found.vote(same, "for"))[0] == 422


async def test_of_a_named_vote_those_who_take_part_read_who_said_what(
    open_house: OpenHouse,
) -> None:
    held, (nele, jan) = await workers(open_house, 2)
    head = await held.somebody("Rosa Kern", HEAD)
    found = await group(held, audience="workers")
    await found.open("named")
    for who, choice in ((nele, "for"), (jan, "abstain")):
        await found.vote(who, choice)
    assert "dafür: Nele Ahrens" not in await found.page(jan)
    assert (await found.vote(head, "against"))[0] == 404
    found.later()
    assert (await head.get(found.address)).status_code == 404
    await found.post("/veroeffentlichen")
    assert "dafür: Nele Ahrens" in await found.page(jan)
    public = await found.page(head)
    assert "Angenommen" in public
    assert "Nele Ahrens" not in public


async def test_a_result_that_is_there_is_not_dropped(open_house: OpenHouse) -> None:
    held, (nele,) = await workers(open_house, 1)
    found = await group(held)
    await found.open("named")
    await found.vote(nele, "against")
    found.later()
    assert "beendet" in await found.post("/verwerfen", code=422)
    other = await group(held)
    await other.open("hidden")
    await other.vote(nele, "for")
    await other.post("/verwerfen")
    assert len(await found.stored()) == 1
    assert (await nele.get(other.address)).status_code == 404
