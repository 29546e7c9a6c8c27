"""What a correction must satisfy, and where the bars of a picture lie."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from services.directory.employments.values import Employment
from services.directory.rules import day_errors
from services.directory.schemas import PlacementView, Span
from services.directory.timelines.values import Bar, Drawn, DrawnLane, Lane, Picture
from services.directory.values import day_after
from shared.contracts.directory import Funding
from shared.contracts.words import word
from shared.german import number, short_date
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "must not lie beyond another change.*": "Davor oder danach beginnt schon etwas anderes;"
        " bitte einen Tag dazwischen angeben.",
        "must not lie within the employment before": "Da bestand noch die vorige Beschäftigung.",
    }
)

WIDTH = 720
MARGIN = 8
TOP = 32
LANE = 58
LETTER = 7.5
A_YEAR = 366
MAX_TICKS = 9
STEPS = (1, 3, 6, 12, 24, 60)
"""Months between two ticks."""


def correction_errors(
    spans: Sequence[Span],
    day: date,
    given: date,
    today: date,
    around: tuple[Employment, Employment | None],
) -> list[FieldError]:
    """Why what began on ``day`` cannot have begun on ``given``.

    ``around`` are the employment and the one before it.
    """
    employment, before = around
    errors = day_errors("valid_from", given, today)
    earlier = [each.valid_from for each in spans if each.valid_from < day]
    later = [each.valid_from for each in spans if each.valid_from > day]
    crosses = (earlier and given <= earlier[-1]) or (later and given >= later[0])
    if crosses:
        errors.append(
            FieldError("valid_from", "must not lie beyond another change of the timeline")
        )
    if employment.end is not None and given > employment.end:
        errors.append(FieldError("valid_from", "must not lie after the last day"))
    if not earlier and before is not None and before.end is not None and given <= before.end:
        errors.append(FieldError("valid_from", "must not lie within the employment before"))
    return errors


def refuse_cancelled(employment: Employment) -> None:
    """Raise ``Problem``: nothing of it ever applied."""
    if employment.cancelled:
        raise Problem(409, "hire-cancelled", "This hire has been cancelled")


def refuse_unknown(spans: Sequence[Span], day: date) -> None:
    """Raise ``Problem``: there is nothing to put right."""
    if day not in {each.valid_from for each in spans}:
        raise Problem(404, "placement-not-found", "Nothing began on this day")


def refuse_withdrawal(spans: Sequence[Span], day: date) -> None:
    """Raise ``Problem`` also for the first: somebody who does not come is a hire taken back."""
    refuse_unknown(spans, day)
    if day == spans[0].valid_from:
        raise Problem(409, "employment-begins", "The employment begins with it")


def lane_of(title: str, placed: Iterable[tuple[Span, PlacementView]]) -> Lane:
    """Neighbouring times with the same hours and funding are one bar."""
    bars: list[tuple[Bar, tuple[object, object]]] = []
    for span, each in placed:
        alike = (each.weekly_hours, each.funding)
        text = f"{number(float(each.weekly_hours))} Std., {word(Funding, each.funding)}"
        if bars and bars[-1][1] == alike and _follows(bars[-1][0], span.valid_from):
            bars[-1] = (Bar(bars[-1][0].first, span.valid_until, text), alike)
        else:
            bars.append((Bar(span.valid_from, span.valid_until, text), alike))
    return Lane(title, [bar for bar, _ in bars])


def _follows(bar: Bar, day: date) -> bool:
    return bar.last is not None and day_after(bar.last) == day


def draw(lanes: Sequence[Lane], today: date) -> Picture | None:
    """Time from left to right, a lane below the other; None without any."""
    bars = [bar for lane in lanes for bar in lane.bars]
    if not bars:
        return None
    first = min(bar.first for bar in bars).replace(day=1)
    ends = [bar.last or max(bar.first, today) + timedelta(days=A_YEAR // 2) for bar in bars]
    last = max(*ends, first + timedelta(days=A_YEAR))

    def at(day: date) -> int:
        share = (min(day, last) - first) / (last - first)
        return MARGIN + round(share * (WIDTH - 2 * MARGIN))

    def place(bar: Bar) -> Drawn:
        end = last if bar.last is None else day_after(bar.last)
        x, width = at(bar.first), max(at(end) - at(bar.first), 3)
        return Drawn(bar, x, width, bar.first > today, len(bar.text) * LETTER < width - 12)

    return Picture(
        width=WIDTH,
        height=TOP + LANE * len(lanes) + MARGIN,
        lanes=[
            DrawnLane(lane.title, TOP + LANE * row, [place(bar) for bar in lane.bars])
            for row, lane in enumerate(lanes)
        ],
        ticks=[(at(day), f"{day:%m/%Y}") for day in _ticks(first, last)],
        today=at(today) if first <= today <= last else None,
        words=_in_words(lanes),
    )


def _ticks(first: date, last: date) -> list[date]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((each for each in STEPS if months / each < MAX_TICKS), STEPS[-1])
    begin = first.year * 12 + first.month - 1
    begin += -begin % step if step > 1 else 0
    end = last.year * 12 + last.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(begin, end, step)]


def _in_words(lanes: Sequence[Lane]) -> str:
    said = [
        f"{lane.title}: "
        + ", ".join(
            f"ab {short_date(bar.first)}"
            f"{f' bis {short_date(bar.last)}' if bar.last else ''} {bar.text}"
            for bar in lane.bars
        )
        for lane in lanes
    ]
    return ". ".join(said)
