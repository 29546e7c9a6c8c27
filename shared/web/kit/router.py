"""A router for pages: whom they are for, and what every page needs."""

import sys
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from fastapi import Depends, Request, Response, params
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm.exc import StaleDataError
from starlette.types import Message, Receive, Scope, Send

from shared.database.paging import Page
from shared.database.versions import Overtaken
from shared.web import audit
from shared.web.audience import Audience, audience_behind
from shared.web.branch import Branch
from shared.web.conflicts import problem_of_database
from shared.web.kit import exports
from shared.web.kit.forms import POSTED, Entered, Form
from shared.web.kit.kept import KEPT, keep_input
from shared.web.kit.layout import page_of, templates_in
from shared.web.kit.lists import ListView
from shared.web.kit.person import navigation, visitor
from shared.web.kit.seal import read_sealed, set_sealed
from shared.web.problem import Problem
from shared.web.security import refuse_other_sites
from shared.web.sessions import cookies

NOTICE_COOKIE = "kp_meldung"
NOTICE_SECONDS = 60
SAVED = "Gespeichert."


class PageRouter(Branch):
    """Pages of one capability, in German; nothing of them is in OpenAPI.

    ``package`` is the capability's, whose ``templates`` are used. ``audience`` is the annotated
    dependency that every page of the router has, and that yields who asks: one of ``person``.
    """

    def __init__(
        self,
        package: str | None,
        *,
        audience: object,
        prefix: str = "",
        dependencies: Sequence[params.Depends] = (),
    ) -> None:
        self.asked, self.audience = _audience(audience)
        self.large_bodies: dict[str, int] = {}
        super().__init__(
            prefix=prefix,
            dependencies=[self.asked, Depends(_same_site), *dependencies],
            include_in_schema=False,
            route_class=_page_route(self),
        )
        self.beginning = prefix
        folder = Path(str(sys.modules[str(package)].__file__)).parent
        self.templates = templates_in(folder / "templates")

    def render(
        self, request: Request, template: str, status: int = 200, **context: Any
    ) -> Response:
        """The page; 422 if a form in ``context`` has errors, a file if a list is to be one."""
        values = list(context.values())
        lists = [each for each in values if isinstance(each, Page)]
        for page in lists:
            if page.wanted.export:
                return exports.export(request, page)
        faulty = any(isinstance(each, Entered) and each.errors for each in values)
        bound = {
            name: ListView(each, request) if isinstance(each, Page) else each
            for name, each in context.items()
        }
        if faulty or status >= 400:
            audit.unchanged(request)
        notice = _notice(request)
        response = page_of(
            self.templates,
            request,
            template,
            422 if faulty and status == 200 else status,
            navigation=navigation(request),
            visitor=visitor(request),
            layout="plain.html" if self.audience is Audience.LINK else "layout.html",
            notice=notice,
            faulty=faulty,
            lists=bool(lists),
            **bound,
        )
        if notice:
            cookies.drop(request, response, NOTICE_COOKIE)
        if getattr(request.state, "signed_in", None):
            cookies.keep_awake(request, response)
        return response

    def confirm(
        self,
        request: Request,
        question: str,
        consequence: str,
        *,
        button: str,
        form: Entered[Any] | None = None,
        template: str = "kit/confirm.html",
        status: int = 200,
        **context: Any,
    ) -> Response:
        """Ask before what cannot be undone; the answer is posted to the same address.

        ``final=False`` is for what ends something that may be begun again, ``style="primary"`` for
        what ends nothing;
        ``template`` extends the usual one where the page says more; ``back`` leads elsewhere than
        to the address above.
        """
        said = {"title": question, "consequence": consequence, "button": button}
        back = request.url.path.rpartition("/")[0]
        usual = {"form": form or Form.empty(), "back": back, "final": True, "style": "danger"}
        return self.render(request, template, status, **said, **(usual | context))

    def saved(
        self,
        request: Request,
        text: str = SAVED,
        detail: str = "",
        *,
        kind: str = "success",
        to: str | None = None,
    ) -> Response:
        """Back to a page, the same one unless ``to`` names another, which then says ``text``."""
        response = RedirectResponse(to or request.url.path, 303)
        set_sealed(request, response, NOTICE_COOKIE, [kind, text, detail], NOTICE_SECONDS)
        return response

    def address(self, request: Request, *parts: object) -> str:
        """Where the router's pages begin, or one below."""
        root = request.scope.get("root_path", "")
        return "/".join([f"{root}{self.prefix}", *(str(part) for part in parts)])

    def overtaken(self, request: Request, fault: Overtaken) -> Response:
        """Show what was typed beside what is stored now, and let the reader decide."""
        form = type(fault.given)
        assert issubclass(form, Form)
        stored = form.filled(fault.stored)
        given = form.filled(fault.given.model_dump() | {"version": fault.stored["version"]})
        offered = getattr(request.state, "offered", {})
        left_out = getattr(request.state, "left_out", ())
        stored = replace(stored, offered=offered, left_out=left_out)
        given = replace(given, offered=offered, left_out=left_out)
        rows = list(zip(given.fields, stored.fields, strict=True))
        return self.render(request, "kit/overtaken.html", 409, form=given, rows=rows)


def _page_route(router: PageRouter) -> type[APIRoute]:
    class PageRoute(APIRoute):
        """Responds to what goes wrong below a page after its transaction has been rolled back."""

        async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
            anew = await _kept(scope, receive)
            posted: list[Entered[Any]] = []
            try:
                try:
                    await super().handle(_copy(scope, posted), anew(), send)
                except StaleDataError:
                    await super().handle(_copy(scope, posted), anew(), send)
            except Overtaken as fault:
                response = router.overtaken(Request(scope), fault)
                await response(scope, receive, send)
            except NoResultFound:
                raise Problem(404, "not-found", "Not found") from None
            except (Problem, DBAPIError) as fault:
                if isinstance(fault, Problem) and _is_kept(scope, fault):
                    request = Request(scope, anew())
                    response = await keep_input(router.templates, request, fault.code)
                    await response(scope, receive, send)
                    return
                told = _told(scope, posted, fault)
                if told is None:
                    raise
                await super().handle(_copy(scope, [told]), anew(), send)

    return PageRoute


def _is_kept(scope: Scope, fault: Problem) -> bool:
    """Whether somebody sent a form and has to sign in, or to prove who they are, first."""
    return fault.code in KEPT and scope["method"] == "POST"


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


async def _kept(scope: Scope, receive: Receive) -> Callable[[], Receive]:
    """A request's body, read before a transaction begins, and again for the loser of a race.

    SQLite has one transaction at a time.
    """
    body = await Request(scope, receive).body()

    def anew() -> Receive:
        waiting: list[Message] = [{"type": "http.request", "body": body}]

        async def receive_kept() -> Message:
            return waiting.pop() if waiting else await receive()

        return receive_kept

    return anew


def _copy(scope: Scope, posted: list[Entered[Any]]) -> MutableMapping[str, Any]:
    """With no handlers: what is raised comes out when its transaction has ended."""
    scope.setdefault("state", {})
    return {**scope, POSTED: posted, "starlette.exception_handlers": ({}, {})}


def _audience(annotated: object) -> tuple[params.Depends, Audience]:
    found = [each for each in get_args(annotated) if isinstance(each, params.Depends)]
    audience = audience_behind(found[0].dependency) if len(found) == 1 else None
    if audience is None:
        raise TypeError("a page's audience is annotated with one dependency that is marked")
    return found[0], audience


async def _same_site(request: Request) -> None:
    refuse_other_sites(request)


def _notice(request: Request) -> list[str]:
    """The kind, the title and the text of what the page before has left to be said."""
    found = read_sealed(request, NOTICE_COOKIE, NOTICE_SECONDS)
    return found if isinstance(found, list) else []
