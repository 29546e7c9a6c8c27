"""Topics: proposed by anybody, supported without a name, answered by the office."""

import asyncio
import re
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from services.trainings.merges import use_cases as merges
from services.trainings.models import people
from services.trainings.proposals import queries, use_cases
from services.trainings.proposals.forms import ProposalForm
from services.trainings.proposals.models import Proposal, supports
from services.trainings.proposals.rules import content
from services.trainings.proposals.values import Origin, Seals, in_steps, people_in_words
from shared.contracts.gatherings import GatheringKind
from shared.contracts.merging import PersonMerged
from shared.contracts.surveys import TopicCount, TopicRecord, TopicsCounted
from shared.contracts.topics import TOPICS
from shared.ids import new_id
from shared.messaging import tables
from shared.messaging.unit_of_work import UnitOfWork
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.trainings.hall import Hall, me, opened
from tests.trainings.meeting import HTML, Meeting, Somebody
from tests.trainings.test_one_person import heard

FORM = {"title": "Cybermobbing", "about": "Was <b>hilft</b>?", "kind": "training", "version": "0"}


async def topic(who: Somebody, **given: str) -> str:
    answer = await who.post(f"{TOPICS}/neu", **(FORM | given))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def begun(open_house: OpenHouse) -> Meeting:
    return Meeting(await open_house("directory", "trainings"))


@pytest.mark.parametrize(
    ("number", "words"), [(0, "weniger als fünf"), (4, "weniger als fünf"), (5, "5")]
)
def test_fewer_than_five_are_no_number(number: int, words: str) -> None:
    assert people_in_words(number) == words


async def test_who_looks_often_does_not_see_when_somebody_supports(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    nele = await held.somebody("Nele Ahrens")
    address = await topic(nele)
    key = UUID(address.rpartition("/")[2])
    shown = []
    for number in range(9):
        row = {"proposal_id": key, "person_mac": bytes([number]), "person_box": b""}
        async with held.house.context("trainings").database.transaction() as uow:
            await uow.session.execute(insert(supports).values(tenant=BERGKAMEN, **row))
        shown += re.findall("weniger als fünf|mindestens \\d+", (await nele.get(TOPICS)).text)
    assert shown == ["weniger als fünf"] * 4 + ["mindestens 5"] * 5
    assert in_steps(10) == 10


async def test_anybody_proposes_and_supports_once_and_takes_it_back(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    nele = await held.somebody("Nele Ahrens")
    address = await topic(nele)
    page = (await nele.get(address)).text
    assert "&lt;b&gt;hilft" in page
    assert "aus dem Netzwerk" in page
    assert "Ahrens" not in re.sub(r"(?s)<header.*?</header>", "", page)
    for _ in range(2):
        assert (await nele.post(f"{address}/unterstuetzen")).status_code == 303
        assert len(await held.house.rows("trainings", select(supports))) == 1
    assert "Sie unterstützen dieses Thema. Das sehen nur Sie." in (await nele.get(address)).text
    office = (await held.http.get(address, headers=HTML)).text
    assert "weniger als fünf" in office
    assert "Sie unterstützen dieses Thema." not in office
    await nele.post(f"{address}/zuruecknehmen")
    assert await held.house.rows("trainings", select(supports)) == []


async def test_neither_rows_nor_the_audit_nor_the_bus_say_who(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    nele = await held.somebody("Nele Ahrens")
    address = await topic(nele)
    before = await held.house.rows("trainings", select(tables.audit.c.action))
    told = await held.house.rows("trainings", select(tables.outbox))
    await nele.post(f"{address}/unterstuetzen")
    await nele.post(f"{address}/zuruecknehmen")
    await nele.post(f"{address}/unterstuetzen")
    assert await held.house.rows("trainings", select(tables.audit.c.action)) == before
    assert await held.house.rows("trainings", select(tables.outbox)) == told
    [row] = await held.house.rows("trainings", select(supports))
    assert nele.id.bytes not in row.person_mac + row.person_box
    seals = Seals(held.house.context("trainings").database.key)
    assert seals.opened(row.proposal_id, row.person_box) == nele.id
    assert seals.opened(new_id(), row.person_box) is None


async def test_only_the_office_answers_and_says_why_not(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    nele = await held.somebody("Nele Ahrens")
    address = await topic(nele)
    for path in ("bearbeiten", "ablehnen"):
        assert (await nele.post(f"{address}/{path}", **FORM, reason="x")).status_code == 403
    empty = await held.http.post(f"{address}/ablehnen", data={"reason": ""}, headers=HTML)
    assert empty.status_code == 422
    reason = {"reason": "Dazu gibt es schon ein Angebot."}
    answer = await held.http.post(f"{address}/ablehnen", data=reason, headers=HTML)
    assert answer.status_code == 303
    page = (await nele.get(address)).text
    assert "Dazu gibt es schon ein Angebot." in page
    assert "Thema unterstützen" not in page
    late = await nele.post(f"{address}/unterstuetzen")
    assert "schon entschieden" in late.text
    assert "Cybermobbing" in (await nele.get(f"{TOPICS}?standing=declined")).text
    assert "Cybermobbing" not in (await nele.get(f"{TOPICS}?standing=open")).text


async def test_a_topic_becomes_a_gathering_once(open_house: OpenHouse) -> None:
    held = await begun(open_house)
    nele = await held.somebody("Nele Ahrens")
    address = await topic(nele)
    form = f"/trainings/veranstaltungen/thema/{address.rpartition('/')[2]}"
    shown = (await held.http.get(form, headers=HTML)).text
    assert 'value="Cybermobbing"' in shown
    assert "Was &lt;b&gt;hilft&lt;/b&gt;?" in shown
    given = {"kind": "training", "title": "Cybermobbing erkennen", "version": "0"}
    first = await held.http.post(form, data=given, headers=HTML)
    assert first.status_code == 303, first.text
    page = (await nele.get(address)).text
    assert "Eine Veranstaltung wird vorbereitet" in page
    assert "Cybermobbing erkennen" not in page
    assert "Thema unterstützen" in page
    again = await held.http.post(form, data=given, headers=HTML)
    assert "schon eine Veranstaltung geplant" in again.text
    draft = f"{first.headers['location']}/entwurf-loeschen"
    deleted = await held.http.post(draft, data={"scope": "this"}, headers=HTML)
    assert deleted.status_code == 303, deleted.text
    assert "Thema, offen" in (await nele.get(address)).text


async def test_topics_of_a_survey_come_with_their_count_whichever_message_is_first(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings", "surveys")
    held = Meeting(house)
    survey, ids = new_id(), [new_id(), new_id()]
    titles = [
        TopicRecord(topic_id=key, survey_id=survey, title=title, version=1)
        for key, title in zip(ids, ("Schulabsentismus", "Elternarbeit"), strict=True)
    ]
    counts = TopicsCounted(
        survey_id=survey, counts=tuple(TopicCount(topic_id=each, people=12) for each in ids)
    )
    await house.announce(titles[0], counts)
    await house.quiet()
    await house.announce(titles[1])
    await house.quiet()
    async with asyncio.timeout(10):
        while "Elternarbeit" not in (page := (await held.http.get(TOPICS, headers=HTML)).text):
            await asyncio.sleep(0.01)
    assert "Schulabsentismus" in page
    assert page.count("aus einer Umfrage") == 2
    cards = (await held.http.get("/trainings/api/v1/cards", headers=HTML)).text
    assert "wanted_topics" in cards


def test_a_merged_person_counts_once_and_an_erased_one_is_not_told() -> None:
    with opened() as hall:
        hall.run(_merged_and_erased(hall))


async def _merged_and_erased(hall: Hall) -> None:
    nele, twin, gone = new_id(), new_id(), new_id()
    keys: list[UUID] = []

    async def propose(uow: UnitOfWork) -> None:
        for title in ("Recht", "Trauma"):
            given = ProposalForm(title=title, kind=GatheringKind.TRAINING)
            keys.append((await use_cases.propose(uow, me(), given)).id)

    await hall.act(propose)
    for person, key in ((nele, 0), (twin, 0), (twin, 1), (gone, 1)):
        deed = partial(use_cases.support, me=me(person), proposal_id=keys[key])
        assert await hall.act(deed) == ""
    common = {"tenant": BERGKAMEN, "version": 1, "given_name": "N", "family_name": "A"}
    for person, into in ((nele, None), (twin, nele)):
        await hall.execute(people.insert().values(person_id=person, merged_into=into, **common))
    merged = PersonMerged(survivor_id=nele, merged_id=twin, merge_id=new_id())
    await hall.act(lambda uow: merges.follow(uow, heard(hall, merged)))
    rows = await hall.rows(supports)
    assert sorted(keys.index(each.proposal_id) for each in rows) == [0, 1, 1]
    seals = Seals(b"")
    opened_ids = {
        (each.proposal_id, seals.opened(each.proposal_id, each.person_box)) for each in rows
    }
    assert opened_ids == {(keys[0], nele), (keys[1], nele), (keys[1], gone)}
    async with hall.database.reading() as session:
        assert await queries.standing_in(session, {twin, nele, gone}) == {nele}


def test_the_length_of_what_is_sealed_tells_no_number() -> None:
    row = Proposal(tenant=BERGKAMEN, title="Recht", reason="", origin=Origin.OFFICE)
    lengths = {len(content(row, [new_id() for _ in range(n)])) for n in (0, 1, 4, 40)}
    assert lengths == {4096}
