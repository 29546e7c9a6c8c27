"""A router for pages: who may see them, their place in the menu, and what every page needs."""

import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any, get_args

from fastapi import APIRouter, Depends, Request, Response, params
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm.exc import StaleDataError
from starlette.types import Message, Receive, Scope, Send

from shared.context import context_of
from shared.contracts.navigation import operators_navigation
from shared.database.paging import Page
from shared.database.versions import Overtaken
from shared.web.conflicts import problem_of_database
from shared.web.kit import exports
from shared.web.kit.forms import POSTED, Entered, Form
from shared.web.kit.lists import ListView, details
from shared.web.kit.seal import seal, unseal
from shared.web.kit.words import shown
from shared.web.pages import Navigation, Pages
from shared.web.problem import Problem
from shared.web.security import refuse_other_sites

NOTICE = "notice"
NOTICE_COOKIE = "kp_meldung"
NOTICE_SECONDS = 60
SAVED = "Gespeichert."


class PageRouter(APIRouter):
    """Pages of one capability, in German, under ``prefix``; nothing of them is in OpenAPI.

    ``package`` is the capability's, whose ``templates`` are used. ``audience`` is the annotated
    dependency that every page of the router has, and that yields who asks. ``menu`` is the entry in
    the header that leads to the router's first page.
    """

    def __init__(
        self, package: str | None, *, prefix: str, audience: object, menu: str = ""
    ) -> None:
        self.asked = _dependency(audience)
        self.large_bodies: dict[str, int] = {}
        super().__init__(
            prefix=prefix,
            dependencies=[self.asked, Depends(_same_site)],
            include_in_schema=False,
            route_class=_page_route(self),
        )
        folder = Path(str(sys.modules[str(package)].__file__)).parent
        self.menu = menu
        self._pages = Pages(folder / "templates")
        self._pages.environment.filters.update(shown=shown, details=details)
        module = self._pages.environment.get_template("kit/components.html").module
        self._pages.environment.globals["kit"] = module

    def render(
        self, request: Request, template: str, status: int = 200, **context: Any
    ) -> Response:
        """The page; 422 if a form in ``context`` has errors, a file if a list is to be one."""
        values = list(context.values())
        for page in (each for each in values if isinstance(each, Page)):
            if page.wanted.export:
                return exports.export(request, page)
        faulty = any(isinstance(each, Entered) and each.errors for each in values)
        bound = {
            name: ListView(each, request) if isinstance(each, Page) else each
            for name, each in context.items()
        }
        notice = _notice(request)
        response = self._pages.render(
            request,
            template,
            422 if faulty else status,
            navigation=self.navigation(request),
            notice=notice,
            faulty=faulty,
            **bound,
        )
        if notice:
            response.delete_cookie(NOTICE_COOKIE)
        return response

    def confirm(
        self,
        request: Request,
        question: str,
        consequence: str,
        *,
        button: str,
        form: Entered[Any] | None = None,
    ) -> Response:
        """Ask before what cannot be undone; the answer is posted to the same address."""
        return self.render(
            request,
            "kit/confirm.html",
            title=question,
            consequence=consequence,
            button=button,
            form=form or Entered(Form, {}),
            back=request.url.path.rpartition("/")[0],
        )

    def saved(self, request: Request, text: str = SAVED, *, to: str | None = None) -> Response:
        """Back to a page, the same one unless ``to`` names another, which then says ``text``."""
        response = RedirectResponse(to or request.url.path, 303)
        response.set_cookie(
            NOTICE_COOKIE,
            seal(request, NOTICE, text),
            max_age=NOTICE_SECONDS,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    def address(self, request: Request, *parts: object) -> str:
        """Where the router's pages begin, or one below."""
        root = request.scope.get("root_path", "")
        return "/".join([f"{root}{self.prefix}", *(str(part) for part in parts)])

    def navigation(self, request: Request) -> Navigation:
        """What everybody is offered, and this router's own entry."""
        mailbox = not context_of(request).settings.smtp_url
        usual = operators_navigation(mailbox=mailbox)
        own = [(self.menu, self.address(request))] if self.menu else []
        return [*usual, *(each for each in own if each not in usual)]

    def overtaken(self, request: Request, fault: Overtaken) -> Response:
        """Show what was typed beside what is stored now, and let the reader decide."""
        form = type(fault.given)
        assert issubclass(form, Form)
        stored = form.filled(fault.stored)
        given = form.filled(fault.given.model_dump() | {"version": fault.stored["version"]})
        rows = list(zip(given.fields, stored.fields, strict=True))
        return self.render(request, "kit/overtaken.html", 409, form=given, rows=rows)


def _page_route(router: PageRouter) -> type[APIRoute]:
    class PageRoute(APIRoute):
        """Responds to what goes wrong below a page after its transaction has been rolled back."""

        async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
            kept = _Kept(receive)
            await kept.read()
            posted: list[Entered[Any]] = []
            try:
                try:
                    await super().handle(_copy(scope, posted), kept.receive, send)
                except StaleDataError:
                    kept.rewind()
                    await super().handle(_copy(scope, posted), kept.receive, send)
            except Overtaken as fault:
                response = router.overtaken(Request(scope), fault)
                await response(scope, receive, send)
            except NoResultFound:
                raise Problem(404, "not-found", "Not found") from None
            except (Problem, DBAPIError) as fault:
                told = _told(scope, posted, fault)
                if told is None:
                    raise
                await super().handle(_copy(scope, [told]), kept.receive, send)

    return PageRoute


def _told(
    scope: Scope, posted: Sequence[Entered[Any]], fault: Problem | DBAPIError
) -> Entered[Any] | None:
    """The form that was sent with what the fault says of it, for the page to show it again."""
    if not posted or posted[0].value is None:
        return None
    if isinstance(fault, DBAPIError):
        declared = problem_of_database(fault, scope["app"].state.constraints)
        return posted[0].told(declared) if declared else None
    return posted[0].told(fault)


class _Kept:
    """A request's body, read before a transaction begins, and again for the loser of a race."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._messages: list[Message] = []
        self._next = 0

    async def read(self) -> None:
        """Wait for the whole of it; SQLite has one transaction at a time."""
        while (await self.receive()).get("more_body"):
            pass
        self.rewind()

    async def receive(self) -> Message:
        if self._next == len(self._messages):
            self._messages.append(await self._receive())
        self._next += 1
        return self._messages[self._next - 1]

    def rewind(self) -> None:
        self._next = 0


def _copy(scope: Scope, posted: list[Entered[Any]]) -> MutableMapping[str, Any]:
    """With no handlers: what is raised comes out when its transaction has ended."""
    return {**scope, POSTED: posted, "starlette.exception_handlers": ({}, {})}


def _dependency(audience: object) -> params.Depends:
    found = [each for each in get_args(audience) if isinstance(each, params.Depends)]
    if len(found) != 1:
        raise TypeError("a page's audience is annotated with one dependency")
    return found[0]


async def _same_site(request: Request) -> None:
    refuse_other_sites(request)


def _notice(request: Request) -> str:
    sealed = request.cookies.get(NOTICE_COOKIE, "")
    return str(unseal(request, NOTICE, sealed, NOTICE_SECONDS) or "") if sealed else ""
