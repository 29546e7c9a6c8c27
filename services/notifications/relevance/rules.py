"""Which letters serve nobody any more."""

from datetime import date

from services.notifications.announcements.values import Standing
from services.notifications.values import (
    Directory,
    Employment,
    Letter,
    Notice,
    Owed,
    due_while_employed,
)


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
