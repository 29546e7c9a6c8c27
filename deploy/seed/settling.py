"""What the directory's jobs would find in what was written: stored as if it had long been known."""

from sqlalchemy import bindparam, select, update

from deploy.seed.ids import dice_for, id_at
from deploy.seed.town import Town
from services.directory.findings import use_cases as findings
from services.directory.findings.models import FundingReview, reviews
from services.directory.posts.models import Post
from services.directory.posts.queries import vacancies_of
from shared.clock import local_date
from shared.database.tables import row_of, table_of
from shared.database.writes import upsert_rows
from shared.messaging.unit_of_work import UnitOfWork

ACCEPTED = 0.2
NOTE = "Mit dem Land abgestimmt."


async def settle(uow: UnitOfWork, municipality: Town) -> None:
    """Findings and vacancies of one municipality; nothing is announced."""
    await _find(uow, municipality)
    await _fill(uow, municipality)


async def _find(uow: UnitOfWork, municipality: Town) -> None:
    tenant, now = municipality.key, municipality.now
    dice = dice_for(f"{tenant} findings")
    for each in await findings.store(uow, tenant):
        each.id, each.found_at = id_at(dice, now), now
        if dice.random() < ACCEPTED:
            each.accepted_at, each.note = now, NOTE
    reviewed = row_of(FundingReview)(tenant=tenant, reviewed_on=local_date(now), reviewed_at=now)
    await upsert_rows(uow.session, reviews, [reviewed])


async def _fill(uow: UnitOfWork, municipality: Town) -> None:
    tenant, today = municipality.key, local_date(municipality.now)
    posts = (await uow.session.scalars(select(Post).where(Post.tenant == tenant))).all()
    vacant = await vacancies_of(uow.session, tenant, posts, today)
    since = [
        {"post": each.id, "since": vacant[each.id].since}
        for each in posts
        if vacant[each.id].since is not None
    ]
    if since:
        table = table_of(Post)
        told = update(table).where(table.c.tenant == tenant, table.c.id == bindparam("post"))
        connection = await uow.session.connection()
        await connection.execute(told.values(vacant_since=bindparam("since")), since)
