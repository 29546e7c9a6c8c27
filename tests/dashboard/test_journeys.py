"""The story of one correlation id, as a page, as a picture and for programs."""

import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from shared.ids import new_id
from tests.dashboard.stories import BEGINNING, HireStory, hired
from tests.house import House

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
async def story(house: House) -> HireStory:
    story = HireStory()
    await house.bus.publish([*story.records, *reversed(story.events), hired()])
    await house.quiet()
    return story


async def page_of(house: House, story: HireStory) -> str:
    answer = await house.http.get(f"/dashboard/geschichten/{story.correlation_id}")
    assert answer.status_code == 200
    return answer.text


async def test_programs_get_every_event_causes_first_with_times(
    house: House, story: HireStory
) -> None:
    answer = await house.http.get(f"/dashboard/api/v1/journeys/{story.correlation_id}")
    body = answer.json()
    assert {e["id"] for e in body["events"]} == {str(event.id) for event in story.events}
    assert len(body["events"]) == len(story.events)
    told: set[str | None] = {None}
    for event in body["events"]:
        assert event["causation_id"] in told
        told.add(event["id"])
    assert [e["offset_ms"] for e in body["events"]][:3] == [0, 12, 25]
    assert body["headline"] == "Einstellung gemeldet: Beginn 01.02.2027, 2 Einsätze"
    assert body["page"].endswith(f"/dashboard/geschichten/{story.correlation_id}")


async def test_the_page_names_organizations_and_tasks_but_never_a_person(
    house: House, story: HireStory
) -> None:
    page = await page_of(house, story)
    assert "Pfalzschule Bergkamen" in page
    assert "AWO Bildung und Lernen gGmbH" in page
    assert "Büro/Beratungsraum, abschließbar und vertraulich" in page
    assert "2 von 8 sind erledigt" in page
    assert page.count("Erledigt am") == 2


async def test_a_task_is_overdue_after_its_day(house: House, story: HireStory) -> None:
    assert "Überfällig" not in await page_of(house, story)
    house.clock.forward(timedelta(days=400))
    assert (await page_of(house, story)).count(">Überfällig<") == 6


async def test_the_picture_is_well_formed_and_holds_every_event(
    house: House, story: HireStory
) -> None:
    picture = re.search(r'<svg class="kp-flow".*?</svg>', await page_of(house, story), re.DOTALL)
    assert picture
    root = ElementTree.fromstring(picture[0])
    assert root.get("role") == "img"
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    groups = [g.get("data-events", "").split() for g in root.iter(f"{SVG}g")]
    shown = [name for names in groups for name in names]
    assert sorted(shown) == sorted(str(event.id) for event in story.events)
    boxes = [names for names in groups if names]
    arrows = [g for g in root.iter(f"{SVG}g") if "kp-flow__arrow" in g.get("class", "")]
    assert len(boxes) == 6
    assert len(arrows) == 5


async def test_the_text_holds_every_event_and_closes_what_it_opens(
    house: House, story: HireStory
) -> None:
    page = await page_of(house, story)
    anchors = re.findall(r'id="ereignis-([0-9a-f-]+)"', page)
    assert sorted(anchors) == sorted(str(event.id) for event in story.events)
    outline = page[page.index('<ol class="kp-story">') : page.index('id="aufgaben"')]
    for tag in ("ol", "li", "details", "dl", "pre"):
        assert len(re.findall(rf"<{tag}[ >]", outline)) == outline.count(f"</{tag}>")
    assert "5 Nachrichten vorbereitet" in outline
    assert outline.index("5 Nachrichten vorbereitet") < outline.index("5 Nachrichten versendet")


async def test_of_many_events_of_a_step_one_is_shown_whole_when_asked_for(
    house: House, story: HireStory
) -> None:
    few = await page_of(house, story)
    name = story.sent[2].id
    assert f'<li id="ereignis-{name}"><details>' in few
    more = [replace(story.sent[0], id=new_id()) for _ in range(8)]
    await house.bus.publish(more)
    await house.quiet()
    many = await page_of(house, story)
    assert many.count("<pre") == few.count("<pre") - len(story.sent)
    assert f'<li id="ereignis-{name}"><a href="?ereignis={name}#ereignis-{name}">' in many
    address = f"/dashboard/geschichten/{story.correlation_id}?ereignis={name}"
    asked = (await house.http.get(address)).text
    assert asked.count("<pre") == many.count("<pre") + 1
    assert f'<li id="ereignis-{name}"><details open>' in asked
    assert asked.count('<details class="kp-details" open>') == 1


async def test_a_story_without_its_beginning_is_told_from_what_is_known(house: House) -> None:
    story = HireStory()
    await house.bus.publish(story.sent)
    await house.quiet()
    page = await page_of(house, story)
    assert "5 Nachrichten versendet" in page
    assert "nicht Teil dieser Geschichte" in page


async def test_data_of_another_shape_breaks_no_story(house: House) -> None:
    story = HireStory()
    odd = [replace(event, data=b'{"task_id": 7}') for event in story.events]
    await house.bus.publish(odd)
    await house.quiet()
    assert "Einarbeitung begonnen" in await page_of(house, story)
    answer = await house.http.get(f"/dashboard/api/v1/journeys/{story.correlation_id}")
    assert len(answer.json()["events"]) == len(odd)


async def test_an_unknown_story_is_a_friendly_404(house: House) -> None:
    page = await house.http.get(
        f"/dashboard/geschichten/{new_id()}", headers={"accept": "text/html"}
    )
    assert page.status_code == 404
    assert "Zu dieser Kennung ist noch nichts geschehen" in page.text
    answer = await house.http.get(f"/dashboard/api/v1/journeys/{new_id()}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_malformed_id_is_refused(house: House) -> None:
    assert (await house.http.get("/dashboard/geschichten/nonsense")).status_code == 404
    assert (await house.http.get("/dashboard/api/v1/journeys/1")).status_code == 422


async def test_clocks_that_disagree_do_not_turn_a_story_round(house: House) -> None:
    story = HireStory()
    early = replace(story.started, time=BEGINNING - timedelta(seconds=2))
    await house.bus.publish([story.hire, early])
    await house.quiet()
    answer = await house.http.get(f"/dashboard/api/v1/journeys/{story.correlation_id}")
    assert [e["id"] for e in answer.json()["events"]] == [str(story.hire.id), str(early.id)]
    assert (
        await house.http.get(f"/dashboard/geschichten/{story.correlation_id}")
    ).status_code == 200
