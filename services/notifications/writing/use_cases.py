"""Writes mails: to whom a letter goes, and what it says to this person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from services.notifications.gatherings.values import GATHERING_KINDS, Seat
from services.notifications.mails.use_cases import (
    EDITED,
    Render,
    UnknownKind,
    called,
    part_of_a_mail,
    privacy_page,
    render,
    write_notice,
)
from services.notifications.mails.values import (
    DIGEST,
    Assignment,
    DigestContext,
    MailContext,
    MailText,
    NoticeContext,
    Place,
    Told,
    Urgency,
    every_kind,
    mail_kinds,
)
from services.notifications.unsubscribing.values import UNSUBSCRIBE, UNSUBSCRIBE_GATHERED
from services.notifications.values import (
    Candidate,
    Directory,
    Letter,
    Notice,
    NotYet,
    Owed,
    OwedMail,
    Person,
    mail_id,
)
from shared.clock import local_date
from shared.contracts.directory import Role
from shared.links import LinkMaker

COORDINATOR_PATIENCE = timedelta(minutes=1)
"""How long a mail waits to be able to name the coordinator; then it goes out without."""
UNSUBSCRIBED_FOR = timedelta(days=365)
"""So long a mail's topic may be given up by its link."""


class Writer:
    """Writes the mails of one municipality at one moment."""

    def __init__(
        self,
        directory: Directory,
        links: LinkMaker,
        now: datetime,
        rendered: Render | None = None,
        introduced: Mapping[UUID, Collection[UUID]] = MappingProxyType({}),
    ) -> None:
        self._render = rendered or render
        self._introduced = {each: set(mails) for each, mails in introduced.items()}
        self._directory = directory
        self._links = links
        self._now = now
        self._today = local_date(now)
        municipality = directory.municipality
        self._office = municipality.name if municipality else ""

    def write(self, assignment: Assignment, place: Place = Place.ALONE) -> OwedMail:
        """The mail of one matter; raises ``NotYet`` or ``UnknownKind``."""
        notices = [each for each in assignment.owed if isinstance(each, Notice)]
        if notices:
            return self._notice(notices, place)
        return self._letter(assignment, place)

    def gather(self, parts: Sequence[OwedMail]) -> OwedMail:
        """One mail of several matters to one person, each of which is still its own."""
        to, owed = parts[0].to, [each for part in parts for each in part.owed]
        contents, about = [each.content for each in parts], [self._about(each) for each in parts]
        known = DigestContext(to, self._office, contents, about, self._links)
        address = self._unsubscribe_all(owed, to)
        introduces = any(each.introduces for each in parts)
        privacy = self._privacy(owed[0], first_mail=introduces)
        values = {"to": to, "office": self._office, "unsubscribe": address, "privacy": privacy}
        answers = {each.reply_to for each in parts if each.reply_to is not None}
        return OwedMail(
            id=mail_id(owed),
            kind=DIGEST,
            tenant=owed[0].tenant,
            about=to.person_id,
            role=None,
            to=to,
            reply_to=answers.pop() if len(answers) == 1 else None,
            content=render(DIGEST, every_kind()[DIGEST].write(known), values),
            mentions=frozenset().union(*(each.mentions for each in parts)),
            owed=owed,
            unsubscribe=address,
            introduces=introduces,
        )

    def _notice(self, notices: Sequence[Notice], place: Place) -> OwedMail:
        first = notices[0]
        to = self._directory.person(first.person_id)
        told = [
            Told(each.subject_id, local_date(each.happened_at), each.payload) for each in notices
        ]
        news, seats = self._directory.news, self._seats(notices)
        about = (news, seats, self._directory.matters)
        known = NoticeContext(to, self._office, told, self._links, self._today, *about)
        address = self._unsubscribe(first, to)
        key = mail_id(notices)
        first_mail = self._introduces(to, key)
        rendered = self._render if place is Place.ALONE else part_of_a_mail
        edited = self._directory.texts.get(first.kind)
        privacy = self._privacy(first, first_mail=first_mail)
        content = write_notice(first.kind, known, address, rendered, privacy=privacy, edited=edited)
        return OwedMail(
            id=key,
            kind=first.kind,
            tenant=first.tenant,
            about=to.person_id,
            role=None,
            to=to,
            reply_to=None,
            content=content,
            mentions=frozenset({to.person_id}),
            owed=notices,
            unsubscribe=address,
            introduces=first_mail,
            matter=first.subject_id if len({each.subject_id for each in notices}) == 1 else None,
        )

    def _privacy(self, owed: Owed, *, first_mail: bool) -> str:
        return privacy_page(self._links, owed.tenant) if first_mail else ""

    def _seats(self, notices: Sequence[Notice]) -> Mapping[UUID, Seat]:
        """Raises ``NotYet`` while a copy is older than what happened."""
        seats = self._directory.seats
        for each in notices:
            seat = seats.get(each.subject_id)
            if each.kind not in GATHERING_KINDS:
                continue
            if seat is None or not seat.knows(each.kind, each.happened_at):
                newer = seat is not None and seat.known_at >= each.happened_at
                raise NotYet(seat.gathering_id if seat and newer else each.subject_id)
        return seats

    def _letter(self, assignment: Assignment, place: Place) -> OwedMail:
        letters = [each for each in assignment.owed if isinstance(each, Letter)]
        letter = letters[0]
        to = self._directory.person(assignment.person_id)
        coordinator = self._coordinator(letter, to)
        worker = self._directory.person(letter.worker_id)
        unsubscribe = self._unsubscribe(letter, to)
        key = mail_id(letters)
        first_mail = self._introduces(to, key)
        values = {
            "to": to,
            "worker": worker,
            "coordinator": coordinator,
            "office": self._office,
            "instead_of": self._instead_of(letter),
            "unsubscribe": unsubscribe,
            "privacy": self._privacy(letter, first_mail=first_mail),
            "explains": place is not Place.AGAIN,
            EDITED: self._directory.texts.get(letter.kind),
        }
        text = self._text(letters, to, assignment.stands_in)
        rendered = self._render if place is Place.ALONE else part_of_a_mail
        named = {each.person_id for each in (to, worker, coordinator) if each is not None}
        return OwedMail(
            id=key,
            kind=letter.kind,
            tenant=letter.tenant,
            about=letter.worker_id,
            role=letter.role,
            to=to,
            reply_to=coordinator,
            content=rendered(letter.kind, text, values),
            mentions=text.mentions | named,
            owed=letters,
            unsubscribe=unsubscribe,
            matter=letter.employment_id,
            introduces=first_mail,
        )

    def _about(self, part: OwedMail) -> str:
        """Who it is about; empty if it is nobody but whoever gets it."""
        about = self._directory.people.get(part.about)
        return about.name if about is not None and part.about != part.to.person_id else ""

    def _introduces(self, to: Person, key: UUID) -> bool:
        """Whether it is the first to them, or the first once more (Article 13 of the GDPR)."""
        first = self._introduced.get(to.person_id) or {key}
        self._introduced[to.person_id] = first
        return not self._directory.is_sandbox and key in first

    def _instead_of(self, letter: Letter) -> str:
        """To whom a test mail would go; empty for any other."""
        return called(letter.role) if self._directory.is_sandbox else ""

    def _unsubscribe(self, owed: Owed, to: Person) -> str:
        """Where its topic is given up; nowhere, if it comes all the same, or is a test."""
        mail = every_kind().get(owed.kind)
        stays = mail is None or mail.certain or mail.urgency is Urgency.CRITICAL
        if mail is None or stays or self._directory.is_sandbox:
            return ""
        until = self._today + UNSUBSCRIBED_FOR
        assert mail.topic is not None
        return self._links.url(UNSUBSCRIBE[mail.topic], to.person_id, until)

    def _unsubscribe_all(self, owed: Sequence[Owed], to: Person) -> str:
        """Of one topic as ever; of several where one gives up what comes gathered."""
        kinds = [every_kind().get(each.kind) for each in owed]
        if len({each.topic for each in kinds if each}) == 1:
            return self._unsubscribe(owed[0], to)
        until = self._today + UNSUBSCRIBED_FOR
        return self._links.url(UNSUBSCRIBE_GATHERED, to.person_id, until)

    def _text(self, letters: Sequence[Letter], to: Person, stands_in: bool) -> MailText:
        kind = letters[0].kind
        mail = mail_kinds().get(kind)
        if mail is None:
            raise UnknownKind(kind)
        return mail.write(
            MailContext(letters, to, stands_in, self._directory, self._links, self._today)
        )

    def _coordinator(self, letter: Letter, to: Person) -> Person | None:
        municipality = self._directory.municipality
        wanted = municipality.contacts.get(Role.COORDINATOR) if municipality else None
        found = self._directory.people.get(wanted) if wanted else None
        unknown = municipality is None or (wanted is not None and found is None)
        if unknown and self._now - letter.created_at < COORDINATOR_PATIENCE:
            raise NotYet(wanted, absent="people" if wanted else "")
        return None if found is to else found


def assign(candidates: Sequence[Candidate], *, sandbox: bool) -> list[Assignment]:
    """Who gets what; what a person gets of a group becomes one mail.

    What was offered already goes with what it was offered with, and with nothing else. In the
    sandbox all are the developer's, but each role's are a mail as they would be.
    """
    together: dict[tuple[UUID, UUID, UUID | None, str], list[Candidate]] = {}
    for each in candidates:
        if each.person_id is not None:
            before = each.owed.mail_id or each.owed.offered_with
            role = each.owed.role if sandbox and isinstance(each.owed, Letter) else ""
            key = (each.owed.group_key, each.person_id, before, role)
            together.setdefault(key, []).append(each)
    return [
        Assignment([each.owed for each in mine], person_id, any(each.stands_in for each in mine))
        for (_, person_id, *_), mine in together.items()
    ]
