"""Writes mails: to whom a letter goes, and what it says to this person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.mails.rules import (
    DAYS,
    ROLES,
    day_of_month,
    due_text,
    due_while_employed,
    full_date,
    joined,
    link_until,
    pulse_days,
    start_seen_from,
    survey_subject,
    tasks_subject,
    tasks_text,
    welcome_subject,
)
from services.notifications.recipients.use_cases import holder_of
from services.notifications.schemas import Content, Directory, Letter, Mail, NotYet, Person, Waiting
from shared.clock import local_date
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.contracts.surveys import SURVEY_PAGE, Occasion
from shared.contracts.trainings import TASK_PAGE
from shared.links import Links

COORDINATOR_PATIENCE = timedelta(minutes=1)
"""How long a mail waits to be able to name the coordinator; then it goes out without."""


class TooLate(Exception):
    """What the letter invites to is over."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The letters that one person gets as one mail."""

    letters: Sequence[Letter]
    person_id: UUID
    stands_in: bool


class Writer:
    """Writes the mails of one municipality at one moment."""

    def __init__(self, directory: Directory, links: Links, now: datetime) -> None:
        self._directory = directory
        self._links = links
        self._now = now
        self._today = local_date(now)

    def still_owed(self, letters: Sequence[Letter]) -> tuple[list[Letter], list[Letter]]:
        """Those that are to be sent, and those that come to nothing because of the last day."""
        owed: list[Letter] = []
        void: list[Letter] = []
        for letter in letters:
            (owed if self._is_owed(letter) else void).append(letter)
        return owed, void

    def _is_owed(self, letter: Letter) -> bool:
        job = self._directory.employments.get(letter.employment_id)
        if job is None:
            return True
        if job.is_over(self._today):
            return False
        tasks = letter.payload.get("tasks")
        return tasks is None or bool(due_while_employed(tasks, job.last_day))

    def assign(self, letters: Sequence[Letter]) -> tuple[list[Assignment], list[Waiting]]:
        """Who gets which letters; letters of a group to the same person become one mail."""
        together: dict[tuple[UUID, UUID], list[tuple[Letter, bool]]] = {}
        waiting = []
        for letter in letters:
            try:
                holder = holder_of(letter, self._directory)
            except NotYet as reason:
                waiting.append(Waiting(letter, reason))
            else:
                mine = together.setdefault((letter.group_id, holder.person_id), [])
                mine.append((letter, holder.stands_in))
        assignments = [
            Assignment([each for each, _ in mine], person_id, any(standing for _, standing in mine))
            for (_, person_id), mine in together.items()
        ]
        return assignments, waiting

    def write(self, assignment: Assignment) -> Mail:
        """The mail; raises ``NotYet`` or ``TooLate``."""
        letter = assignment.letters[0]
        to = self._directory.person(assignment.person_id)
        coordinator = self._coordinator(letter, to)
        worker = self._directory.person(letter.worker_id)
        municipality = self._directory.municipality
        values = {
            "to": to,
            "worker": worker,
            "coordinator": coordinator,
            "office": municipality.name if municipality else "",
        }
        content = self._content(assignment, to, values)
        named = {each.person_id for each in (to, worker, coordinator) if each is not None}
        return Mail(assignment.letters, to, coordinator, content, frozenset(named))

    def _content(self, assignment: Assignment, to: Person, values: dict[str, Any]) -> Content:
        letter = assignment.letters[0]
        match letter.kind:
            case LetterKind.WELCOME:
                values |= self._start(letter)
                subject = welcome_subject(values["start"], again=values["again"])
                values |= {"subject": subject}
                return _render("welcome", values, [])
            case LetterKind.TASKS:
                values |= self._start(letter)
                values |= self._tasks(assignment, to)
                return _render("tasks", values, [task["url"] for task in values["tasks"]])
            case LetterKind.SURVEY_INVITATION:
                values |= self._survey(letter)
                return _render("survey", values, [values["url"]])

    def _start(self, letter: Letter) -> dict[str, Any]:
        job = self._directory.employment(letter.employment_id)
        schools = job.schools_on(self._today)
        return {
            "start_date": job.start_date,
            "start": start_seen_from(self._today, job.start_date),
            "again": job.again,
            "days_since": (self._today - job.start_date).days,
            "pulse_days": pulse_days(job.start_date, job.last_day, self._today),
            "schools": [self._directory.organization(each).name for each in schools],
            "carrier": self._directory.organization(job.carrier_id).name,
        }

    def _tasks(self, assignment: Assignment, to: Person) -> dict[str, Any]:
        letters = assignment.letters
        job = self._directory.employment(letters[0].employment_id)
        start = start_seen_from(self._today, job.start_date)
        own = to.person_id == letters[0].worker_id
        places = {each.organization_id for each in letters}
        tasks = [
            self._task(letter, task, name_place=len(places) > 1)
            for letter in letters
            for task in due_while_employed(letter.payload["tasks"], job.last_day)
        ]
        tasks.sort(key=lambda task: (task["due_on"], task["title"]))
        return {
            "subject": tasks_subject(len(tasks), own=own, start=start, again=job.again),
            "own": own,
            "tasks": tasks,
            "mandatory": any(task["mandatory"] for task in tasks),
            "stands_in": assignment.stands_in,
            "roles": list(dict.fromkeys(_role(each.role, assignment) for each in letters)),
        }

    def _task(self, letter: Letter, task: Mapping[str, Any], *, name_place: bool) -> dict[str, Any]:
        due_on = date.fromisoformat(task["due_on"])
        place = letter.organization_id if name_place else None
        until = link_until(due_on, self._today)
        return {
            "title": self._directory.title(UUID(letter.payload["template_id"]), task["code"]),
            "due_on": due_on,
            "due": due_text(due_on, self._today),
            "mandatory": task["mandatory"],
            "place": self._directory.organization(place).name if place else "",
            "url": self._links.url(TASK_PAGE, UUID(task["task_id"]), until),
        }

    def _survey(self, letter: Letter) -> dict[str, Any]:
        closes_on = date.fromisoformat(letter.payload["closes_on"])
        if closes_on < self._today:
            raise TooLate
        occasion = Occasion(letter.payload["occasion"])
        invitation = UUID(letter.payload["invitation_id"])
        return {
            "subject": survey_subject(occasion),
            "days": DAYS[occasion],
            "closes_on": closes_on,
            "url": self._links.url(SURVEY_PAGE, invitation, closes_on),
        }

    def _coordinator(self, letter: Letter, to: Person) -> Person | None:
        municipality = self._directory.municipality
        wanted = municipality.contacts.get(Role.COORDINATOR) if municipality else None
        found = self._directory.people.get(wanted) if wanted else None
        unknown = municipality is None or (wanted is not None and found is None)
        if unknown and self._now - letter.created_at < COORDINATOR_PATIENCE:
            raise NotYet(wanted, absent="people" if wanted else "")
        return None if found is to else found


def warm_up() -> None:
    """Compile what mails are made with now, and not while the first welcome waits."""
    for name in _environment().list_templates():
        _environment().get_template(name)
    _inliner().inline("<p></p>")


def _role(role: Role, assignment: Assignment) -> str:
    return ROLES[Role.COORDINATOR if role is Role.BUDDY and assignment.stands_in else role]


def _render(name: str, values: dict[str, Any], links: Sequence[str]) -> Content:
    page = _environment().get_template(f"{name}.html").render(values)
    text = _environment().get_template(f"{name}.txt").render(values)
    return Content(values["subject"], text.strip() + "\n", _inliner().inline(page), links)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        full_date=full_date, day_of_month=day_of_month, joined=joined, tasks_text=tasks_text
    )
    return environment


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False)
