"""Renders what a mail says, whole, as a part of another or within a page."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, StrictUndefined, select_autoescape

from services.notifications.mails.rules import (
    ROLES,
    day_of_month,
    full_date,
    joined,
    tasks_text,
)
from services.notifications.mails.values import (
    CODE,
    DIGEST,
    INVITATION,
    SECOND_STEP,
    CodeContext,
    InvitationContext,
    MailText,
    NoticeContext,
    SecondStepContext,
    every_kind,
    notice_kinds,
)
from services.notifications.values import (
    Content,
)
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.german import time_of_day
from shared.template_files import TemplateFiles

PRIVACY = "/directory/datenschutz"


Render = Callable[[LetterKind, MailText, Mapping[str, object]], Content]
"""What becomes of the words of a mail."""
_HEADING = re.compile(r"\s*<h1>.*?</h1>", re.DOTALL)
_GREETING = re.compile(r"Guten Tag[^\n]*,\n\n(\w)|<p>Guten Tag[^<]*,</p>\s*<p>(\w)")
"""With the first letter of the sentence that goes on with it."""


class UnknownKind(Exception):
    """A letter of a kind that only a later version can write."""


def warm_up() -> None:
    """Compile what mails are made with now, and not while the first welcome waits."""
    every_kind()
    for name in _environment().list_templates():
        _environment().get_template(name)
    _inliner().inline("<p></p>")


def write_code(context: CodeContext) -> Content:
    """The mail with a code for signing in."""
    text = every_kind()[CODE].write(context)
    return render(CODE, text, {"to": context.to, "office": ""})


def write_notice(
    kind: LetterKind,
    context: NoticeContext,
    unsubscribe: str = "",
    rendered: Render | None = None,
    *,
    introduces: bool = False,
) -> Content:
    """The mail to somebody who holds a role; raises ``UnknownKind``."""
    mail = notice_kinds().get(kind)
    if mail is None:
        raise UnknownKind(kind)
    values = {"to": context.to, "office": context.office, "unsubscribe": unsubscribe}
    if introduces:
        values["privacy"] = context.links.page(PRIVACY)
    return (rendered or render)(kind, mail.write(context), values)


def preview(kind: LetterKind, context: NoticeContext) -> Content:
    """As ``write_notice``, with what stands below a mail whose topic can be given up."""
    stays = notice_kinds()[kind].certain
    page = context.links.page("/notifications/benachrichtigungen")
    return write_notice(kind, context, "" if stays else page)


def write_second_step(context: SecondStepContext) -> Content:
    """The mail about somebody's second step."""
    text = every_kind()[SECOND_STEP].write(context)
    return render(SECOND_STEP, text, {"to": context.to, "office": ""})


def write_invitation(context: InvitationContext) -> Content:
    """The mail to somebody who may sign in now."""
    text = every_kind()[INVITATION].write(context)
    return render(INVITATION, text, {"to": context.to, "office": context.office})


def called(role: Role) -> str:
    """How mails call whoever holds it."""
    return ROLES[role]


def render(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> Content:
    """The whole mail, in both its forms."""
    said = _said(kind, text, values)
    html, plain = (_environment().get_template(f"{kind}.{form}") for form in ("html", "txt"))
    inlined = _inliner().inline(html.render(said))
    return Content(
        text.subject, plain.render(said).strip() + "\n", inlined, text.links, text.reason
    )


def headline(_: LetterKind, text: MailText, __: Mapping[str, object]) -> Content:
    """What a list says of a mail."""
    return Content(text.subject, "", "", text.links, text.reason)


def part_of_a_mail(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> Content:
    """What stands in a mail, in both its forms, without what frames it and without a greeting."""
    said = _said(kind, text, values)
    whole = [_within(f"{kind}.{form}", said).strip() for form in ("txt", "html")]
    inner = [_GREETING.sub(_goes_on, each, count=1) for each in whole]
    return Content(text.subject, inner[0], inner[1], text.links, text.reason)


def within_a_page(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> Content:
    """The same for a page that has the heading."""
    body = _HEADING.sub("", _within(f"{kind}.html", _said(kind, text, values)), count=1)
    return Content(text.subject, "", body, text.links, text.reason)


def _goes_on(greeting: re.Match[str]) -> str:
    plain, within = greeting.groups()
    return str(plain).upper() if plain else f"<p>{within.upper()}"


def _within(name: str, said: Mapping[str, object]) -> str:
    """Where a template extends another kind's, what that says."""
    return _environment().get_template(name).render(said, bare=True)


def _said(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> dict[str, object]:
    framed = {"bare": False, "instead_of": "", "unsubscribe": "", "privacy": ""}
    said = {**framed, **values, **text.values}
    return said | {"subject": text.subject, "reason": text.reason, "several": kind == DIGEST}


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
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
