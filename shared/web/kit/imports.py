"""A list sent as a file: previewed, and imported if that would still do what was shown.

Nothing is stored between the two: the file travels in the page, sealed, with the plan's digest.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence, Sized
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Protocol, Self, TypeVar

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import Context, CurrentContext, Reading, Uow
from shared.german import number
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Entered, Form, Posted, posted
from shared.web.kit.router import PageRouter
from shared.web.kit.uploads import Accepts, Upload, kept, unkept
from shared.web.kit.workbooks import Unreadable, as_csv
from shared.web.sessions.person import Me
from shared.web.sheets import MAX_BYTES, MAX_ROWS, Columns

IMPORT = "/import"
CONFIRM = f"{IMPORT}/uebernehmen"
FORM_BYTES = 64 * 1024
"""Of a request with a file, beside the file itself."""
TOO_OLD = "Die Vorschau ist älter als eine Stunde. Bitte wählen Sie die Datei noch einmal."


DONE = "Alles ist schon übernommen."


@dataclass(frozen=True)
class Question:
    """Something about a line that only a reader knows: by value, what may be answered.

    The first is ``usual``; what it is called says what becomes of the line without an answer.
    """

    text: str
    usual: str
    answers: Sequence[tuple[str, str]]


class Plan(Protocol):
    """What an import would do; each row says first what it is called, and its line in the list."""

    @property
    def added(self) -> Sequence[Sequence[Any]]:
        """Then the columns that are ``shown``."""

    @property
    def changed(self) -> Sequence[Sequence[Any]]:
        """Then what of it, before and after."""

    @property
    def left_out(self) -> Sequence[Sequence[Any]]:
        """Then a reason."""

    @property
    def refused(self) -> Sized:
        """The lines left out, each once."""

    @property
    def questions(self) -> Sequence[Question]: ...

    def answered(self, answers: Collection[str]) -> Self:
        """The same with these answers to its questions; others mean nothing."""

    @property
    def unchanged(self) -> int: ...

    @property
    def effective(self) -> int:
        """How many are new or change."""

    @property
    def digest(self) -> str:
        """The same if, and only if, the same would become of every line."""


P = TypeVar("P", bound=Plan)
Planner = Callable[[Context, AsyncSession, Me, bytes], Awaitable[P]]
"""Raises ``Problem`` (``invalid-file``) for a file that is no such list."""


@dataclass(frozen=True)
class ListKind:
    """How a list is called, and one and several of its rows; ``shown`` is what a preview names.

    ``known`` says what becomes of rows about what is here already.
    """

    title: str
    one: str
    many: str
    columns: Columns
    shown: tuple[str, ...]
    known: str = "Fehlt davon eine Spalte, bleibt unverändert, was dort stünde."
    changes: bool = True
    """Whether a row may change something, and not only add it."""
    kept_in: tuple[str, ...] = ()
    """The tables that take what it says of people."""

    @property
    def needed(self) -> list[str]:
        """The headings a list must have."""
        return [self.columns.called[name] for name in self.columns.required]

    @property
    def optional(self) -> list[str]:
        """Those it may have."""
        return [self.columns.called[name] for name in self.columns.optional]

    def counted(self, count: int) -> str:
        """As in "1 Schule"."""
        return f"1 {self.one}" if count == 1 else f"{number(count)} {self.many}"


class SeenList(Form):
    """The list whose preview was confirmed."""

    kept: Annotated[str, Hidden]
    answers: Annotated[tuple[str, ...], Hidden] = ()


def offer_import(
    pages: PageRouter,
    kind: ListKind,
    plan: Planner[P],
    carry_out: Callable[[UnitOfWork, P, Cause], Awaitable[None]],
    *,
    at: str = "",
) -> None:
    """Upload and preview at ``/import``; then the list. Comes before the page of one row.

    ``plan`` is asked again in the transaction in which it is carried out. ``at`` is where one of
    several lists of a router is, such as ``/austritte``.
    """
    pages.large_bodies[pages.prefix + at + IMPORT] = MAX_BYTES + FORM_BYTES
    pages.large_bodies[pages.prefix + at + CONFIRM] = 2 * MAX_BYTES
    upload = _upload_form(kind, plan.__module__)
    _offer_preview(pages, kind, upload, plan, at)

    @pages.post(at + CONFIRM)
    async def import_list(
        request: Request,
        me: Annotated[Me, pages.asked],
        here: CurrentContext,
        uow: Uow,
        form: Posted[SeenList],
    ) -> Response:
        if (found := unkept(request, form.typed["kept"])) is None:
            return _ask(pages, request, kind, upload.empty().refused("file", TOO_OLD))
        content, seen = found
        planned = await plan(here, uow.session, me, content)
        if _is_done(planned, seen):
            return pages.saved(request, DONE, to=pages.address(request))
        if _seen(planned) != seen:
            address = pages.address(request) + at + IMPORT
            return _preview(pages, request, kind, planned, content, address, anew=True)
        await carry_out(uow, planned.answered(form.sound.answers), me.cause)
        text = f"{kind.counted(planned.effective)} übernommen."
        return pages.saved(request, text, to=pages.address(request))


def _seen(planned: Plan) -> str:
    """What a preview is known by: how many it refuses, and the digest."""
    return f"{len(planned.refused)} {planned.digest}"


def _is_done(planned: Plan, seen: str) -> bool:
    """Nothing is left of a list, and no more of it is refused than was when it was shown."""
    return not planned.effective and f"{len(planned.refused)}" == seen.partition(" ")[0]


def _offer_preview(
    pages: PageRouter, kind: ListKind, upload: type[Form], plan: Planner[P], at: str
) -> None:
    @pages.get(at + IMPORT)
    async def ask(request: Request) -> Response:
        return _ask(pages, request, kind, upload.empty())

    @pages.post(at + IMPORT)
    async def preview(
        request: Request,
        me: Annotated[Me, pages.asked],
        here: CurrentContext,
        session: Reading,
        form: Annotated[Entered[Any], Depends(posted(upload))],
    ) -> Response:
        if form.value is None:
            return _ask(pages, request, kind, form)
        try:
            content, note = await _read(form.value.file)
        except Unreadable as reason:
            return _ask(pages, request, kind, form.refused("file", str(reason)))
        planned = await plan(here, session, me, content)
        address = pages.address(request) + at + IMPORT
        return _preview(pages, request, kind, planned, content, address, note=note)


def _ask(pages: PageRouter, request: Request, kind: ListKind, form: Entered[Any]) -> Response:
    back = pages.address(request)
    return pages.render(request, "kit/import.html", kind=kind, form=form, back=back)


def _preview(
    pages: PageRouter,
    request: Request,
    kind: ListKind,
    planned: Plan,
    content: bytes,
    address: str,
    *,
    anew: bool = False,
    note: str = "",
) -> Response:
    return pages.render(
        request,
        "kit/preview.html",
        409 if anew else 200,
        kind=kind,
        plan=planned,
        kept=kept(request, content, _seen(planned)),
        anew=anew,
        note=note,
        back=address,
    )


def _upload_form(kind: ListKind, module: str) -> type[Form]:
    """Of the module that reads the list, whose service keeps what it says."""
    hint = (
        f"CSV oder Excel (XLSX, das erste Blatt), höchstens {number(MAX_ROWS)} {kind.many};"
        " mehr bitte in mehreren Dateien mit derselben Überschrift, eine nach der anderen"
    )

    class ListUpload(Form):
        columns: ClassVar = kind.columns.called
        kept_in: ClassVar = kind.kept_in

        file: Annotated[
            Upload,
            Accepts("csv", "xlsx", max_bytes=MAX_BYTES),
            Label(kind.title, hint=hint),
        ]

    ListUpload.__module__ = module
    return ListUpload


async def _read(upload: Upload) -> tuple[bytes, str]:
    """A table as CSV, and what has to be known of it; raises ``Unreadable``."""
    if upload.kind != "xlsx":
        return upload.content, ""
    return await asyncio.to_thread(as_csv, upload.content)
