"""Which letters serve nobody any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.notifications.announcements.values import Standing
from services.notifications.values import (
    Directory,
    Employment,
    Letter,
    Notice,
    Owed,
    due_while_employed,
)


@dataclass(frozen=True, slots=True)
class ToldCover:
    """What a school was or is to be told of a leave; ``out`` if it has learned it, or perhaps.

    Earlier versions did not keep which leave it was.
    """

    message_id: UUID
    leave: str | None
    school_id: UUID | None
    happened_at: datetime
    takes_place: bool
    out: bool


def is_outdated(cover: ToldCover, known: Iterable[ToldCover]) -> bool:
    """The school is told something newer, or would learn that what it never heard of is off."""
    here = [each for each in known if each.school_id == cover.school_id]
    same = [each for each in here if each.leave is not None and each.leave == cover.leave]
    if any(_order(each) > _order(cover) for each in same):
        return True
    return not cover.takes_place and not any(each.out for each in here)


def _order(cover: ToldCover) -> tuple[datetime, UUID]:
    return cover.happened_at, cover.message_id


def serves_nobody(owed: Owed, directory: Directory, today: date) -> bool:
    """The employment is over, every task is due after its last day, or nobody tries things out."""
    if not isinstance(owed, Letter):
        return False
    job = directory.employments.get(owed.employment_id)
    if job is None:
        return False
    if directory.is_sandbox and _is_nobodys(job, directory):
        return True
    tasks = owed.payload.get("tasks")
    return job.is_over(today) or (tasks is not None and not due_while_employed(tasks, job.last_day))


def is_over(news: Notice, standing: Standing) -> bool:
    """It has ended or been confirmed, or there is another text by now, which is told apart."""
    replaced = news.payload.get("edition") != standing.edition
    return standing.has_ended or standing.confirmed or replaced


def _is_nobodys(job: Employment, directory: Directory) -> bool:
    """Whether nobody tries things out for the carrier any more."""
    known = job.carrier_id in directory.organizations
    return known and directory.developer(job.employment_id) is None
