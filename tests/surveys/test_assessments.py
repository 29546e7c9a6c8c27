"""Worker and head judge their school on one sheet; years are compared, schools are summed up."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from services.surveys.assessment_profiles.rules import BROKEN, profile, sums
from services.surveys.assessments.models import assessment_entries, assessments
from services.surveys.assessments.values import REFUSED, Entry, Party, Sheet
from services.surveys.framework.models import AdoptedChapter, ChapterText, FrameworkVersion
from services.surveys.framework.values import REVISED, Standard, VersionState, sha256_of
from services.surveys.values import SHEET_REFUSED, Level
from shared.contracts.accounts import AccessRole
from shared.contracts.assessments import (
    ASSESSMENT_PAGE,
    ASSESSMENT_SUMS,
    ASSESSMENTS,
    AssessmentAsked,
    AssessmentFinished,
)
from shared.contracts.directory import OrganizationKind, OrganizationRecord
from shared.ids import new_id
from tests.house import BERGKAMEN, URL
from tests.surveys.conftest import BROWSER, Surveys
from tests.surveys.network import Network, Somebody

ROOM, TIME = "Jede Schule hat einen Raum für Gespräche.", "Es gibt feste Sprechzeiten."


@dataclass
class Judging:
    """A school whose sheet has begun."""

    net: Network
    school_id: UUID
    office: Somebody
    worker: Somebody
    page: str

    async def entries(self) -> list[tuple[UUID, int]]:
        query = select(assessment_entries.c.id, assessment_entries.c.version)
        rows = await self.net.house.rows("surveys", query.order_by(assessment_entries.c.position))
        return [(row.id, row.version) for row in rows]

    async def link(self) -> str:
        [row] = await self.net.house.rows("surveys", select(assessments))
        until = self.net.in_days(30)
        return self.net.house.link(ASSESSMENT_PAGE, row.link_id, until).removeprefix(URL)

    async def by_link(self, **given: str) -> tuple[int, str]:
        """What the head sends."""
        http = self.net.house.http
        answer = await http.post(await self.link(), data=given, headers=BROWSER)
        return answer.status_code, answer.text

    async def judge_all(self) -> str:
        """By the worker; what has been seen then."""
        for key, version in await self.entries():
            said = {"entry": str(key), "version": str(version), "level": "level_2"}
            answer = await self.worker.post(self.page, **said, evidence="Raum 12")
            assert answer.status_code == 303, answer.text
        return str(sum(version for _, version in await self.entries()))


async def adopted(net: Network) -> None:
    """A concept with two standards is valid."""
    standards = [Standard(new_id(), ROOM), Standard(new_id(), TIME)]
    stored = [{"key": str(e.key), "text": e.text, "indicators": []} for e in standards]
    version = FrameworkVersion(tenant=BERGKAMEN, id=new_id(), number=1)
    version.state, version.adopted_on = VersionState.ADOPTED, date(2026, 6, 1)
    key = new_id()
    text = ChapterText(
        tenant=BERGKAMEN,
        version_id=version.id,
        chapter_key=key,
        edition=REVISED,
        position=1,
        title="Rahmenbedingungen",
        body="",
        standards=stored,
        sha256=sha256_of("Rahmenbedingungen", "", standards),
    )
    valid = AdoptedChapter(
        tenant=BERGKAMEN,
        version_id=version.id,
        chapter_key=key,
        position=1,
        text_version_id=version.id,
        adopted_on=date(2026, 6, 1),
    )
    async with net.house.context("surveys").database.transaction() as uow:
        for row in (version, text, valid):
            uow.session.add(row)
            await uow.session.flush()


@pytest.fixture
async def judging(surveys: Surveys) -> Judging:
    net, school_id = Network(surveys), new_id()
    office, worker = await net.office(), await net.somebody("Nele Ahrens")
    await net.somebody("Rita Rektor", AccessRole.CONTACT)
    school = OrganizationRecord(
        organization_id=school_id, version=1, kind=OrganizationKind.SCHOOL, name="Schillerschule"
    )
    await surveys.hear(surveys.message(school))
    form = {"school_id": str(school_id), "school_year": str(net.surveys.today.year)}
    form |= {"worker": "Nele Ahrens", "head": "Rita Rektor"}
    early = await office.post(f"{ASSESSMENTS}/neu", **form)
    assert REFUSED["no-standards"] in early.text
    await adopted(net)
    same = await office.post(f"{ASSESSMENTS}/neu", **form | {"head": "Nele Ahrens"})
    assert REFUSED["same-person"] in same.text
    begun = await office.post(f"{ASSESSMENTS}/neu", **form)
    again = await office.post(f"{ASSESSMENTS}/neu", **form)
    assert REFUSED["sheet-known"] in again.text
    return Judging(net, school_id, office, worker, begun.headers["location"])


async def test_it_is_finished_when_both_agree_to_what_is_written(judging: Judging) -> None:
    nothing = await judging.worker.post(judging.page, agree="ja", version="2")
    assert SHEET_REFUSED["levels-missing"] in nothing.text
    seen = await judging.judge_all()
    assert (await judging.worker.post(judging.page, agree="ja", version=seen)).status_code == 303
    assert "wartet auf Schulleitung" in await judging.office.get(judging.page)
    [(first, version), _] = await judging.entries()
    said = {"entry": str(first), "version": str(version), "level": "level_1"}
    assert (await judging.by_link(**said, intention="Raum bis Ostern"))[0] == 303
    page = await judging.worker.get(judging.page)
    assert "zuletzt Schulleitung" in page
    assert "hat zugestimmt" not in page
    assert SHEET_REFUSED["sheet-changed"] in (await judging.by_link(agree="ja", version=seen))[1]
    seen = str(int(seen) + 1)
    assert (await judging.by_link(agree="ja", version=seen))[0] == 303
    assert (await judging.worker.post(judging.page, agree="ja", version=seen)).status_code == 303
    late = await judging.worker.post(judging.page, **said | {"version": "9"})
    assert SHEET_REFUSED["sheet-finished"] in late.text
    await judging.net.house.quiet()
    told = await judging.net.surveys.announced(AssessmentAsked)
    assert len(told) == 4
    assert len(await judging.net.surveys.announced(AssessmentFinished)) == 1
    found = await judging.office.get(f"{ASSESSMENT_SUMS}/schule/{judging.school_id}")
    assert "Schillerschule" in found
    assert ROOM in found


async def test_who_was_slower_sees_both_texts(judging: Judging) -> None:
    [(first, version), _] = await judging.entries()
    said = {"entry": str(first), "version": str(version), "level": "level_1"}
    overview = await judging.worker.get(judging.page)
    assert f"?standard={first}" in overview.partition("<article")[0]
    form = await judging.worker.get(f"{judging.page}?standard={first}")
    assert f'name="version" value="{version}"' in form
    assert (await judging.by_link(**said, evidence="Raum 7"))[0] == 303
    slower = await judging.worker.post(judging.page, **said, evidence="Kein Raum")
    assert slower.status_code == 409
    assert "Raum 7" in slower.text
    assert "Kein Raum" in slower.text
    assert SHEET_REFUSED["standard-missing"] in (await judging.worker.post(judging.page)).text
    empty = await judging.worker.post(judging.page, entry=str(first), version="2", evidence="x")
    assert SHEET_REFUSED["level-missing"] in empty.text


async def test_only_the_schools_people_and_the_office_see_a_sheet(judging: Judging) -> None:
    net = judging.net
    head = await net.somebody("Leo Leitung", AccessRole.HEAD, judging.school_id)
    other = await net.somebody("Anna Anders", AccessRole.HEAD, new_id())
    profile_page = f"{ASSESSMENT_SUMS}/schule/{judging.school_id}"
    assert ROOM in await head.get(judging.page)
    await head.get(profile_page)
    for path in (judging.page, profile_page):
        await other.get(path, 404)
    assert "Schillerschule" not in await other.get(ASSESSMENTS)
    assert "Schillerschule" in await head.get(ASSESSMENTS)
    [(first, version), _] = await judging.entries()
    said = {"entry": str(first), "version": str(version), "level": "level_1"}
    await judging.office.post(judging.page, **said)
    assert (await judging.entries())[0][1] == version
    assert "Noch keine Zahlen" in await other.get(ASSESSMENT_SUMS)


def sheet(year: int, *entries: Entry) -> Sheet:
    done = datetime(year + 1, 6, 1, tzinfo=UTC)
    about = (new_id(), BERGKAMEN, new_id(), "Schule", year, "", "", Party.OFFICE, True, True)
    return Sheet(*about, done, entries)


def entry(level: Level | None, wording: str = "a") -> Entry:
    key = UUID(int=1)
    return Entry(key, key, "Kapitel", ROOM, (), wording, level, "", "", None, None, 1)


def test_years_are_compared_while_the_wording_is_the_same() -> None:
    first, second = sheet(2024, entry(Level.LEVEL_1)), sheet(2025, entry(Level.LEVEL_2))
    assert profile([first, second]).rows == [[ROOM, "1", "2"]]
    anew = sheet(2026, entry(Level.LEVEL_0, "b"))
    found = profile([first, second, anew])
    assert found.rows == [[ROOM, "1", "2", f"{BROKEN}0"]]
    assert found.broken


def test_of_all_schools_nothing_tells_a_single_one() -> None:
    made = [sheet(2026, entry(Level.LEVEL_2)) for _ in range(6)]
    made += [sheet(2026, entry(Level.LEVEL_0)) for _ in range(4)]
    assert sums(made[:4]) == []
    [found] = sums(made)
    assert [number for _, number in found.shares] == [10]
    later = replace(sheet(2026, entry(Level.LEVEL_3)), finished_at=datetime(2028, 1, 1, tzinfo=UTC))
    assert sums([later, *made]) == [found]
    enough = [*made, *(sheet(2026, entry(Level.LEVEL_0)) for _ in range(5))]
    [both] = sums(enough)
    assert sorted(number for _, number in both.shares) == [6, 9]
