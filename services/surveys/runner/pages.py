"""The pages behind the link of a survey; they know neither a session nor who looks at them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from services.surveys.promised.values import promises
from services.surveys.questionnaires.values import GERMAN, LANGUAGES, said
from services.surveys.runner import queries, rules, use_cases
from services.surveys.runner.queries import Visit
from services.surveys.runner.values import BACK, CHECK, ON, SEND, START, TO, Walk, buttons
from services.surveys.sheets.queries import drawn, in_words
from services.surveys.sheets.values import Raw
from services.surveys.surveys import queries as surveys
from services.surveys.surveys import use_cases as planning
from services.surveys.surveys.values import SEEN_BY, Secrecy
from services.surveys.urns.values import KEY, FreshLink, Outcome, Seals
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.surveys import (
    QUESTIONNAIRE_PAGE,
    SURVEY_LINKS,
    SURVEY_LOST,
    SURVEY_WAITING,
    LostMails,
    SurveyLink,
    SurveyLinks,
)
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter
from shared.web.kit.sheets import SentLists

pages = PageRouter(__package__, audience=LinkHolder)


@pages.get(QUESTIONNAIRE_PAGE.route)
async def show_survey_start(
    request: Request, here: CurrentContext, session: Reading, token: str
) -> Response:
    """What is promised, or why nothing can be answered; it changes nothing."""
    visit = await queries.visit(session, Seals(here.key(KEY)), token, here.clock.now())
    if visit is None or visit.state is not None:
        return _over(request, visit.state if visit else None)
    return await _start(request, session, visit, {}, GERMAN)


@pages.post(QUESTIONNAIRE_PAGE.route)
async def go_on(
    request: Request, here: CurrentContext, uow: Uow, token: str, sent: SentLists
) -> Response:
    """To the next page, back, or, from the last one, into the urn."""
    seals = Seals(here.key(KEY))
    visit = await queries.visit(uow.session, seals, token, here.clock.now())
    if visit is None or visit.state is not None:
        return _over(request, visit.state if visit else None)
    document, language = visit.version.document, _language(visit, sent)
    key = _one(sent, "seite")
    if _one(sent, "fassung") != visit.version.sha256:
        return await _start(request, uow.session, visit, {}, language, another=True)
    raw = rules.gathered(document, _one(sent, "bisher"), sent, key)
    walk = rules.walk(document, raw, language)
    shown = rules.following(walk, key, _one(sent, "schritt"))
    if shown.send:
        return _over(request, await use_cases.hand_in(uow, seals, token, visit, walk.answers))
    if shown.key == START:
        return await _start(request, uow.session, visit, raw, language)
    if shown.key == CHECK:
        return await _check(request, uow.session, visit, walk, raw, language)
    return _page(request, visit, walk, raw, language, shown.key, with_faults=shown.with_faults)


@pages.post(SURVEY_LINKS.route)
async def name_links(here: CurrentContext, uow: Uow, token: str) -> SurveyLinks:
    """Links of everybody who is asked, to notifications."""
    survey_id = await here.links.open(SURVEY_LINKS, token)
    links = await planning.links_for_invitations(uow, Seals(here.key(KEY)), survey_id)
    return await _links(uow, survey_id, links)


@pages.post(SURVEY_WAITING.route)
async def name_waiting_links(here: CurrentContext, uow: Uow, token: str) -> SurveyLinks:
    """Of those who have not answered, once."""
    survey_id = await here.links.open(SURVEY_WAITING, token)
    links = await planning.links_for_reminder(uow, Seals(here.key(KEY)), survey_id)
    return await _links(uow, survey_id, links)


async def _told_of(here: CurrentContext, token: str) -> UUID:
    """Before anybody looks at what is sent there."""
    return await here.links.open(SURVEY_LOST, token)


@pages.post(SURVEY_LOST.route, status_code=204)
async def note_lost_mails(
    uow: Uow, survey_id: Annotated[UUID, Depends(_told_of)], lost: LostMails
) -> None:
    """How many were not reached, from notifications."""
    await planning.note_lost_mails(uow, survey_id, lost.number)


async def _links(uow: Uow, survey_id: UUID, links: Sequence[FreshLink]) -> SurveyLinks:
    asked = await surveys.behind(uow.session, survey_id)
    assert asked is not None
    return SurveyLinks(
        title=asked.title,
        named=asked.secrecy is Secrecy.NAMED,
        invited=asked.invited,
        links=tuple(SurveyLink(person_id=each.person_id, secret=each.token) for each in links),
    )


async def _start(
    request: Request,
    session: Reading,
    visit: Visit,
    raw: Raw,
    language: str,
    *,
    another: bool = False,
) -> Response:
    asked, document = visit.asked, visit.version.document
    sealed = asked.secrecy is Secrecy.SEALED
    known = [(each, LANGUAGES[each]) for each in document.languages]
    return pages.render(
        request,
        "survey_start.html",
        409 if another else 200,
        **_around(visit, raw, language, START),
        promises=promises(asked.closes_on) if sealed else (),
        seen_by=SEEN_BY,
        languages=known,
        rule=await surveys.rule_behind(session, asked.id),
        another=another,
    )


def _page(
    request: Request,
    visit: Visit,
    walk: Walk,
    raw: Raw,
    language: str,
    key: str,
    *,
    with_faults: bool,
) -> Response:
    place = walk.position(key)
    page, faults = walk.pages[place], walk.faults[key] if with_faults else ()
    return pages.render(
        request,
        "survey_page.html",
        422 if faults else 200,
        **_around(visit, raw, language, key),
        heading=said(page.section.title, language),
        intro=page.section.intro.get(language) or page.section.intro.get(GERMAN, ""),
        fields=drawn(page.questions, raw, faults, language),
        summary=[(each.anchor, each.said) for each in faults],
        place=place + 1,
        number=len(walk.pages),
    )


async def _check(
    request: Request, session: Reading, visit: Visit, walk: Walk, raw: Raw, language: str
) -> Response:
    parts = [
        (
            page.section.key,
            said(page.section.title, language),
            [(said(each.text, language), in_words(each, raw, language)) for each in page.questions],
        )
        for page in walk.pages
    ]
    return pages.render(
        request,
        "survey_check.html",
        **_around(visit, raw, language, CHECK),
        parts=parts,
        groups=await surveys.groups_in_words(session, visit.asked.tenant, visit.groups),
        seen_by=SEEN_BY,
    )


def _around(visit: Visit, raw: Raw, language: str, key: str) -> Mapping[str, Any]:
    """What every page shows and sends back."""
    return {
        "asked": visit.asked,
        "sealed": visit.asked.secrecy is Secrecy.SEALED,
        "version": visit.version.sha256,
        "carried": rules.packed(raw),
        "language": language,
        "key": key,
        "buttons": buttons(language),
        "steps": {"on": ON, "back": BACK, "send": SEND, "to": TO},
    }


def _over(request: Request, outcome: Outcome | None) -> Response:
    if outcome in (Outcome.TAKEN, Outcome.ALREADY):
        return pages.render(request, "survey_received.html")
    return pages.render(request, "survey_over.html", 410)


def _language(visit: Visit, sent: Raw) -> str:
    wanted = _one(sent, "sprache")
    return wanted if wanted in visit.version.document.languages else GERMAN


def _one(sent: Raw, name: str) -> str:
    return (sent.get(name) or [""])[-1]
