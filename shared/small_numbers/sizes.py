"""From how many people on what is shown: below five nothing, below ten words, then numbers."""

LEAST = 5
"""Nothing is said about fewer."""
IN_NUMBERS = 10
"""From here on the whole distribution, means and free texts; before, words and the median."""
IN_SINGLE_PERCENTS = 20
"""Before, percentages are rounded to fives: one person is more than a whole step."""
STEP = 5
FEWER = "weniger als fünf"
TOO_FEW = "zu wenige Antworten"


def in_words(part: int, whole: int) -> str:
    """So coarse that none and all are not told from few and most."""
    if 3 * part < whole:
        return "wenige"
    return "die meisten" if 3 * part > 2 * whole else "etwa die Hälfte"


def percent(part: int, whole: int) -> int | None:
    """35 of 7 in 20; None where only words may be said."""
    if whole < IN_NUMBERS:
        return None
    step = STEP if whole < IN_SINGLE_PERCENTS else 1
    return step * ((200 * part + step * whole) // (2 * step * whole))


def share(part: int, whole: int) -> str | None:
    """What may be said of it: nothing, words, or 35 %."""
    if whole < LEAST:
        return None
    found = percent(part, whole)
    return in_words(part, whole) if found is None else f"{found} %"
