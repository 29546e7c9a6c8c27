"""Renders what a mail says, whole, as a part of another or within a page."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from services.notifications.codes.values import (
    CodeContext,
    FarewellContext,
    InvitationContext,
    SecondStepContext,
)
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
    FAREWELL,
    INVITATION,
    SECOND_STEP,
    MailText,
    NoticeContext,
    every_kind,
    notice_kinds,
)
from services.notifications.texts.values import Filling
from services.notifications.values import Content, Edited, Person
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.german import time_of_day
from shared.links import LinkMaker
from shared.template_files import TemplateFiles

PRIVACY = "/directory/datenschutz"
EDITED = "edited"
"""Among the values of a mail: the office's own words for its kind, if it has any."""


Render = Callable[[LetterKind, MailText, Mapping[str, object]], Content]
"""What becomes of the words of a mail."""
_HEADING = re.compile(r"\s*<h1>.*?</h1>", re.DOTALL)
_GREETING = re.compile(r"Guten Tag[^\n]*,\n\n(\w)|<p>Guten Tag[^<]*,</p>\s*<p>(\w)")
"""With the first letter of the sentence that goes on with it."""


class UnknownKind(Exception):
    """A letter of a kind that only a later version can write."""


def warm_up() -> None:
    """Compile what mails are made with now, and not while the first welcome waits."""
    for kind in every_kind():
        _sentences(kind)
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
    privacy: str = "",
    edited: Edited | None = None,
) -> Content:
    """The mail to somebody who holds a role; raises ``UnknownKind``.

    ``privacy`` is the page that their first mail leads to.
    """
    mail = notice_kinds().get(kind)
    if mail is None:
        raise UnknownKind(kind)
    known = {"to": context.to, "office": context.office, "unsubscribe": unsubscribe}
    values: dict[str, object] = {**known, EDITED: edited}
    if privacy:
        values["privacy"] = privacy
    return (rendered or render)(kind, mail.write(context), values)


def privacy_page(links: LinkMaker, tenant: str) -> str:
    """What is kept about people, and why, of their municipality."""
    return f"{links.page(PRIVACY)}?kommune={tenant}"


def preview(kind: LetterKind, context: NoticeContext) -> Content:
    """As ``write_notice``, with what stands below a mail whose topic can be given up."""
    stays = notice_kinds()[kind].certain
    page = context.links.page("/notifications/benachrichtigungen")
    return write_notice(kind, context, "" if stays else page)


def write_second_step(context: SecondStepContext) -> Content:
    """The mail about somebody's second step."""
    text = every_kind()[SECOND_STEP].write(context)
    return render(SECOND_STEP, text, {"to": context.to, "office": ""})


def write_farewell(context: FarewellContext, to: Person) -> Content:
    """The last mail to somebody who was erased; it calls nobody by name."""
    text = every_kind()[FAREWELL].write(context)
    return render(FAREWELL, text, {"to": to, "office": ""})


def write_invitation(context: InvitationContext) -> Content:
    """The mail to somebody who may sign in now."""
    text = every_kind()[INVITATION].write(context)
    return render(INVITATION, text, {"to": context.to, "office": context.office})


def called(role: Role) -> str:
    """How mails call whoever holds it."""
    return ROLES[role]


def render(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> Content:
    """The whole mail, in both its forms."""
    mail = _Said(kind, text, values)
    html, plain = (template.render(said) for template, said in map(mail.drawn, ("html", "txt")))
    return mail.content(plain.strip() + "\n", _inliner().inline(html))


def headline(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> Content:
    """What a list says of a mail."""
    return _Said(kind, text, values).content("", "")


def part_of_a_mail(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> Content:
    """What stands in a mail, in both its forms, without what frames it and without a greeting."""
    mail = _Said(kind, text, values)
    inner = [
        _GREETING.sub(_goes_on, mail.within(form).strip(), count=1) for form in ("txt", "html")
    ]
    return mail.content(inner[0], inner[1])


def within_a_page(kind: LetterKind, text: MailText, values: Mapping[str, object]) -> Content:
    """The same for a page that has the heading."""
    mail = _Said(kind, text, values)
    return mail.content("", _HEADING.sub("", mail.within("html"), count=1))


def _goes_on(greeting: re.Match[str]) -> str:
    plain, within = greeting.groups()
    return str(plain).upper() if plain else f"<p>{within.upper()}"


_UNSAID = {"instead_of": "", "unsubscribe": "", "privacy": ""}


class _Said:
    """What one mail says; in an office's own words where it has any for the kind."""

    def __init__(self, kind: LetterKind, text: MailText, values: Mapping[str, object]) -> None:
        said: dict[str, object] = {"bare": False, "explains": True, **_UNSAID, **_sentences(kind)}
        said |= {**values, **text.values}
        said |= {"subject": text.subject, "reason": text.reason, "several": kind == DIGEST}
        self._kind, self._text, self._said = kind, text, said
        wording, edited = every_kind()[kind].wording, said.get(EDITED)
        self._edited = edited if isinstance(edited, Edited) and wording else None
        self._filling = Filling(wording, said) if self._edited and wording else None
        if self._edited and self._filling and self._edited.subject:
            said["subject"] = self._filling.subject(self._edited.subject)

    def drawn(self, form: str) -> tuple[Template, Mapping[str, object]]:
        """The template of a form, and what it is drawn from."""
        own = _environment().get_template(f"{self._kind}.{form}")
        if self._edited is None or self._filling is None:
            return own, self._said

        def draw(name: str) -> str:
            text = _block(own, self._said, name).strip()
            return Markup(text) if form == "html" else text  # noqa: S704 (escaped by its template)

        blocks = self._filling.blocks(self._edited.text, draw)
        return _environment().get_template(f"edited.{form}"), {**self._said, "blocks": blocks}

    def within(self, form: str) -> str:
        """Without what frames it; where a template extends another kind's, what that says."""
        template, said = self.drawn(form)
        return template.render(said, bare=True)

    def content(self, plain: str, html: str) -> Content:
        """With the subject, and with what was not known."""
        lacking = tuple(sorted(set(self._filling.lacking))) if self._filling else ()
        subject = str(self._said["subject"])
        text = self._text
        return Content(subject, plain, html, text.links, text.reason, text.invites, lacking)


def _block(template: Template, said: Mapping[str, object], name: str) -> str:
    return "".join(template.blocks[name](template.new_context(dict(said))))


@cache
def _sentences(kind: LetterKind) -> Mapping[str, object]:
    """Those of a kind, for its templates and each of their parts alone; those about a link."""
    named = {"say": f"{kind}_sentences.txt", "consult": "consultation_link_sentences.txt"}
    known = set(_environment().list_templates())
    return {
        name: _environment().get_template(file).module
        for name, file in named.items()
        if file in known
    }


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
