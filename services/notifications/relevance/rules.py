"""Which letters serve nobody any more."""

from datetime import date

from services.notifications.values import Directory, Letter, Owed, due_while_employed


def serves_nobody(owed: Owed, directory: Directory, today: date) -> bool:
    """The employment is over, or every task is due after its last day."""
    if not isinstance(owed, Letter):
        return False
    job = directory.employments.get(owed.employment_id)
    if job is None:
        return False
    tasks = owed.payload.get("tasks")
    return job.is_over(today) or (tasks is not None and not due_while_employed(tasks, job.last_day))
