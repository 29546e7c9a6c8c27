"""Whether a PDF can be read by everybody, and a calendar file by every program.

What a house of the tests answers is checked in passing, so that no paper is left out.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from httpx2 import ASGITransport, Request, Response
from ical.calendar_stream import IcsCalendarStream

READ_OF_IT = 3
"""So many pages are read from the beginning, and as many from the end."""
_KINDS = (
    "Document Part Sect Div Caption TOC TOCI P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD"
    " THead TBody TFoot Span Quote Note Reference Code Link Annot Figure Formula Form BlockQuote"
)
STANDARD = {f"/{each}" for each in _KINDS.split()}
_UPLOADED = re.compile("/(dokumente|documents)/")
"""What others have made is handed out as it came."""
_UA = "{http://www.aiim.org/pdfua/ns/id/}part"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class Reading(ASGITransport):
    """An app whose papers are checked as they are sent."""

    async def handle_async_request(self, request: Request) -> Response:
        answer = await super().handle_async_request(request)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        ours = request.method == "GET" and not _UPLOADED.search(request.url.path)
        if answer.status_code == 200 and ours and kind in CHECKED:
            CHECKED[kind](await answer.aread())
        return answer


def check_pdf(content: bytes) -> None:
    """Tagged, with language, title and fonts, as PDF/UA-1 wants it and a program can see."""
    with pikepdf.open(io.BytesIO(content)) as file:
        root: Any = file.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang).startswith("de")
        assert root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as known:
            assert known[_UA] == "1"
            assert known[_TITLE]
        elements = list(_elements(root.StructTreeRoot))
        _check_structure(elements, root.StructTreeRoot.get("/RoleMap", {}))
        for page in [*file.pages[:READ_OF_IT], *file.pages[-READ_OF_IT:]]:
            _check_page(page, elements)


def check_calendar(content: bytes) -> None:
    """By lines, and by another library than the one that wrote it."""
    assert not re.search(rb"(?<!\r)\n", content)
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    text = content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert {"VERSION:2.0"} < {*text.split("\r\n")}
    assert "\r\nPRODID:" in text
    [calendar] = IcsCalendarStream.from_ics(text).calendars
    zones = {each.tz_id for each in calendar.timezones}
    assert {*re.findall(r";TZID=\"?([^\":;]+)", text)} <= zones
    assert len({each.uid for each in calendar.events}) == len(calendar.events)
    for each in calendar.events:
        assert each.uid
        assert each.dtstamp
        assert each.end > each.start


CHECKED = {"application/pdf": check_pdf, "text/calendar": check_calendar}


def _elements(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            yield each
            yield from _elements(each)


def _check_structure(elements: list[Any], roles: Any) -> None:
    kinds = [str(each.S) for each in elements]
    mapped = [str(roles.get(each, each)) for each in kinds]
    assert {*mapped} <= STANDARD, {*mapped} - STANDARD
    for each, kind in zip(elements, mapped, strict=True):
        if kind in ("/Figure", "/Formula"):
            assert str(each.get("/Alt", ""))
        if kind == "/TH":
            assert any("/Scope" in part for part in each.A)
        if kind == "/TR":
            assert {str(kid.S) for kid in each.K} <= {"/TH", "/TD"}
    assert ("/TH" in mapped) == ("/Table" in mapped)


def _check_page(page: Any, elements: list[Any]) -> None:
    assert page.Tabs == pikepdf.Name.S
    for font in page.Resources.get("/Font", {}).values():
        assert "/ToUnicode" in font
        embedded = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in embedded or "/FontFile3" in embedded
    marked, open_marks = Counter[int](), list[bool]()
    for step in pikepdf.parse_content_stream(page):
        match str(step.operator):
            case "BDC" | "BMC":
                tagged = len(step.operands) > 1 and "/MCID" in step.operands[1]
                if tagged:
                    marked[int(step.operands[1].MCID)] += 1
                open_marks.append(tagged or str(step.operands[0]) == "/Artifact")
            case "EMC":
                open_marks.pop()
            case "Tj" | "TJ" | "Do":
                assert any(open_marks), "a text that no screen reader hears"
    assert {*marked.values()} <= {1}
    assert {*marked} == {each for one in elements for each in _marks(one, page)}
    for each in page.get("/Annots", []):
        assert "/StructParent" in each
        assert str(each.get("/Contents", ""))


def _marks(element: Any, page: Any) -> Iterator[int]:
    """The parts of the page that an element holds."""
    kids = element.get("/K", [])
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(each, int) and _same(element.get("/Pg"), page):
            yield each
        elif (
            isinstance(each, pikepdf.Dictionary)
            and "/MCID" in each
            and _same(each.get("/Pg", element.get("/Pg")), page)
        ):
            yield int(each.MCID)


def _same(one: Any, page: Any) -> bool:
    return one is not None and one.objgen == page.obj.objgen
