"""Writes mails: to whom a letter goes, and what it says to this person."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from css_inline import CSSInliner
from jinja2 import Environment, StrictUndefined, select_autoescape

from services.notifications.mails.rules import (
    ROLES,
    day_of_month,
    due_while_employed,
    full_date,
    joined,
    tasks_text,
)
from services.notifications.mails.values import (
    CODE,
    INVITATION,
    SECOND_STEP,
    Assignment,
    CodeContext,
    InvitationContext,
    MailContext,
    MailText,
    NoticeContext,
    SecondStepContext,
    every_kind,
    mail_kinds,
    notice_kinds,
)
from services.notifications.recipients.values import holder_of
from services.notifications.values import (
    Content,
    Directory,
    Employment,
    Letter,
    LetterMail,
    NotYet,
    Person,
    Waiting,
)
from shared.clock import local_date
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.german import time_of_day
from shared.links import LinkMaker
from shared.template_files import TemplateFiles

COORDINATOR_PATIENCE = timedelta(minutes=1)
"""How long a mail waits to be able to name the coordinator; then it goes out without."""


class UnknownKind(Exception):
    """A letter of a kind that only a later version can write."""


class Writer:
    """Writes the mails of one municipality at one moment."""

    def __init__(self, directory: Directory, links: LinkMaker, now: datetime) -> None:
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
        if self._directory.is_sandbox and self._is_nobodys(job):
            return False
        if job.is_over(self._today):
            return False
        tasks = letter.payload.get("tasks")
        return tasks is None or bool(due_while_employed(tasks, job.last_day))

    def _is_nobodys(self, job: Employment) -> bool:
        """Whether nobody tries things out for the carrier any more."""
        known = job.carrier_id in self._directory.organizations
        return known and self._directory.developer(job.employment_id) is None

    def assign(self, letters: Sequence[Letter]) -> tuple[list[Assignment], list[Waiting]]:
        """Who gets which letters; letters of a group to the same person become one mail.

        In the sandbox all are the developer's, but each role's are a mail as they would be.
        """
        together: dict[tuple[UUID, UUID, str], list[tuple[Letter, bool]]] = {}
        waiting = []
        for letter in letters:
            try:
                holder = holder_of(letter, self._directory)
            except NotYet as reason:
                waiting.append(Waiting(letter, reason))
            else:
                role = letter.role if self._directory.is_sandbox else ""
                mine = together.setdefault((letter.group_id, holder.person_id, role), [])
                mine.append((letter, holder.stands_in))
        assignments = [
            Assignment([each for each, _ in mine], person_id, any(standing for _, standing in mine))
            for (_, person_id, _), mine in together.items()
        ]
        return assignments, waiting

    def write(self, assignment: Assignment) -> LetterMail:
        """The mail; raises ``NotYet``, ``TooLate`` or ``UnknownKind``."""
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
            "instead_of": self._instead_of(letter),
        }
        content = self._content(assignment, to, values)
        named = {each.person_id for each in (to, worker, coordinator) if each is not None}
        return LetterMail.of(assignment.letters, to, coordinator, content, frozenset(named))

    def _instead_of(self, letter: Letter) -> str:
        """To whom a test mail would go; empty for any other."""
        return ROLES[letter.role] if self._directory.is_sandbox else ""

    def _content(self, assignment: Assignment, to: Person, values: Mapping[str, object]) -> Content:
        kind = assignment.letters[0].kind
        mail = mail_kinds().get(kind)
        if mail is None:
            raise UnknownKind(kind)
        text = mail.write(
            MailContext(
                assignment.letters,
                to,
                assignment.stands_in,
                self._directory,
                self._links,
                self._today,
            )
        )
        return _render(kind, text, values)

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
    every_kind()
    for name in _environment().list_templates():
        _environment().get_template(name)
    _inliner().inline("<p></p>")


def write_code(context: CodeContext) -> Content:
    """The mail with a code for signing in."""
    text = every_kind()[CODE].write(context)
    return _render(CODE, text, {"to": context.to, "office": ""})


def write_notice(kind: LetterKind, context: NoticeContext) -> Content:
    """The mail to somebody who holds a role; raises ``UnknownKind``."""
    mail = notice_kinds().get(kind)
    if mail is None:
        raise UnknownKind(kind)
    return _render(kind, mail.write(context), {"to": context.to, "office": context.office})


def write_second_step(context: SecondStepContext) -> Content:
    """The mail about somebody's second step."""
    text = every_kind()[SECOND_STEP].write(context)
    return _render(SECOND_STEP, text, {"to": context.to, "office": ""})


def write_invitation(context: InvitationContext) -> Content:
    """The mail to somebody who may sign in now."""
    text = every_kind()[INVITATION].write(context)
    return _render(INVITATION, text, {"to": context.to, "office": context.office})


def _render(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> Content:
    said = {"instead_of": "", **values, **text.values}
    said |= {"subject": text.subject, "reason": text.reason}
    html = _environment().get_template(f"{kind}.html").render(said)
    plain = _environment().get_template(f"{kind}.txt").render(said)
    return Content(text.subject, plain.strip() + "\n", _inliner().inline(html), text.links)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=TemplateFiles(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        full_date=full_date,
        day_of_month=day_of_month,
        time_of_day=time_of_day,
        joined=joined,
        tasks_text=tasks_text,
    )
    return environment


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False)
