"""Turnover that is kept is what a calculation anew says, whatever has become known since."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.employments.models import employments
from services.directory.organizations.models import Organization
from services.directory.posts.models import Post
from services.directory.turnover.queries import kept_here, kept_overview, overview
from services.directory.turnover.values import MOST_KEPT, Figures, Kept, quarter_ends
from services.directory.turnover_groups import queries as groups
from services.directory.turnover_groups.values import By, Span
from shared.small_numbers.margins import Names
from tests.directory.test_corrections import correct
from tests.directory.test_merges_by_hand import BY_HAND, merged
from tests.directory.test_people import office_of as merging_office
from tests.directory.test_posts import LIST as POSTS
from tests.directory.test_posts import planned
from tests.directory.test_proof_pages import german, office_of, workforce, year_of
from tests.directory.test_staff_pages import Clerk, either_clerk, texts
from tests.house import BERGKAMEN

__all__ = ["either_clerk"]
DAY = timedelta(days=1)


@dataclass
class Desk:
    """The clerk of a carrier, somebody of the office, and the path of who works a whole year."""

    clerk: Clerk
    office: Clerk
    path: str = ""

    @property
    def first(self) -> date:
        return year_of(self.clerk).first

    async def kept(self, *, days: int = 0) -> Sequence[Figures]:
        """As a page reads it, so many days later."""
        context = self.clerk.desk.house.context("directory")
        today, now = self.clerk.desk.today + days * DAY, context.clock.now() + days * DAY
        async with context.database.reading() as session:
            return await kept_overview(session, context.single(kept_here), BERGKAMEN, today, now)

    async def anew(self) -> Sequence[Figures]:
        context = self.clerk.desk.house.context("directory")
        async with context.database.reading() as session:
            return await overview(session, BERGKAMEN, self.clerk.desk.today, context.clock.now())

    async def carriers(self) -> set[Names]:
        """Of the comparison that is kept."""
        context = self.clerk.desk.house.context("directory")
        today, now = self.clerk.desk.today, context.clock.now()
        async with context.database.reading() as session:
            kept = context.single(groups.kept_here)
            found = await groups.kept_comparison(session, kept, BERGKAMEN, today, now)
        return {each.names for each in found[By.CARRIER, Span.YEARS]}

    async def form(self, path: str, **given: str) -> None:
        answer = await self.clerk.post(f"{self.path}/{path}", **given)
        assert answer.status_code == 303, texts(answer)


async def hire(desk: Desk) -> None:
    desk.path = await workforce(desk.clerk)


async def correct_hours(desk: Desk) -> None:
    await correct(desk.clerk, desk.path, str(desk.first), hours_1="13")


async def put_first_day_right(desk: Desk) -> None:
    earlier = german(desk.first - 45 * DAY)
    answer = await desk.clerk.confirm(
        f"{desk.path}/einsatz/{desk.first}/berichtigen",
        school_1="100001",
        hours_1="13",
        rows="1",
        valid_from=earlier,
        note="so stand es im Vertrag",
    )
    assert answer.status_code == 303, texts(answer)


async def plan_post(desk: Desk) -> None:
    answer = await planned(desk.office, valid_from=german(desk.first))
    assert answer.status_code == 303, texts(answer)


async def change_post(desk: Desk) -> None:
    async with desk.clerk.desk.house.context("directory").database.transaction() as uow:
        post = (await uow.session.scalars(select(Post).where(Post.tenant == BERGKAMEN))).one()
        version, path = post.version, f"{POSTS}/{post.id}/bearbeiten"
        given = {"school_id": str(post.school_id), "carrier_id": str(post.carrier_id)}
    form = {"fte": "2", "valid_from": german(desk.first), "version": str(version)}
    answer = await desk.office.http.post(path, data=given | form)
    assert answer.status_code == 303, texts(answer)


async def go_on_leave(desk: Desk) -> None:
    first = desk.first + 200 * DAY
    last = first + 90 * DAY
    await desk.form("beurlaubung", first_day=german(first), last_day=german(last))


async def come_back(desk: Desk) -> None:
    await desk.form("rueckkehr", first_day=german(desk.first + 230 * DAY))


async def leave(desk: Desk) -> None:
    await desk.form("austritt", last_day=german(desk.first + 300 * DAY), reason="moved")


async def merge(desk: Desk) -> None:
    query = select(employments.c.worker_id).order_by(employments.c.recorded_at)
    first, second = (key for (key,) in await desk.clerk.desk.house.rows("directory", query))
    done = await merged(await merging_office(desk.clerk.desk), f"{BY_HAND}/{first}/{second}")
    assert done.status_code == 303
    desk.path = str(done.headers["location"])


async def undo(desk: Desk) -> None:
    office = await merging_office(desk.clerk.desk)
    assert (await office.post(f"{desk.path}/zuruecknehmen")).status_code == 303


STEPS: list[Callable[[Desk], Awaitable[None]]] = [
    hire,
    plan_post,
    change_post,
    correct_hours,
    put_first_day_right,
    go_on_leave,
    come_back,
    leave,
    merge,
    undo,
]


async def test_whatever_is_learnt_of_the_past_is_in_the_next_figures(either_clerk: Clerk) -> None:
    desk = Desk(either_clerk, await office_of(either_clerk.desk))
    before = await desk.kept()
    for step in STEPS:
        await step(desk)
        anew = await desk.anew()
        assert anew != before, step.__name__
        assert await desk.kept() == anew, step.__name__
        before = anew


async def test_another_name_is_in_the_next_figures(either_clerk: Clerk) -> None:
    desk = Desk(either_clerk, await office_of(either_clerk.desk))
    last = quarter_ends(either_clerk.desk.today)[-1] - 10 * DAY
    for number in range(6):
        who = {
            "external_id": f"P-{number}",
            "email": f"{number}@example.org",
            "key": f"page-of-{number}",
        }
        desk.path = await either_clerk.hire(start_date=german(last - 400 * DAY), **who)
        if number:
            await desk.form("austritt", last_day=german(last), reason="moved")
    assert await desk.carriers() == {(CARRIER,)}
    async with either_clerk.desk.house.context("directory").database.transaction() as uow:
        called = select(Organization).where(
            Organization.tenant == BERGKAMEN, Organization.name == CARRIER
        )
        (await uow.session.scalars(called)).one().name = "Ganz anders"
    assert await desk.carriers() == {("Ganz anders",)}
    assert await desk.kept() == await desk.anew()


async def test_what_is_over_is_not_calculated_anew_for_what_is_to_come(
    either_clerk: Clerk,
) -> None:
    desk = Desk(either_clerk, await office_of(either_clerk.desk))
    await hire(desk)
    known, soon = await desk.kept(), german(desk.clerk.desk.today + 20 * DAY)
    await either_clerk.hire(
        start_date=soon, external_id="P-9", email="n@example.org", key="page-of-nine"
    )
    half = {"school_1": "100001", "hours_1": "13", "rows": "1"}
    await desk.clerk.confirm(f"{desk.path}/einsatz", valid_from=soon, **half)
    assert await desk.kept(days=1) is known
    later = (quarter_ends(desk.clerk.desk.today + 93 * DAY)[-1] - desk.clerk.desk.today).days + 1
    assert (await desk.kept(days=later))[-1].day > known[-1].day


def test_the_one_that_was_asked_for_longest_ago_is_let_go() -> None:
    kept, some = Kept[list[int]](), list[int]()
    for number in range(MOST_KEPT):
        kept.keep(str(number), (1,), some)
    assert kept.find("0", (1,)) is some
    kept.keep("another", (1,), some)
    assert kept.find("0", (1,)) is some
    assert kept.find("1", (1,)) is None
    assert kept.find("2", (2,)) is None
