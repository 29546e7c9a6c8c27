"""A person's picture, or their initials; a list has one in each row."""

from markupsafe import Markup

LARGE, SMALL = "large", "small"
_WIDTHS = {LARGE: 128, SMALL: 32}
_PICTURE = Markup(
    '<img class="kp-portrait kp-portrait--{kind}" src="{src}" alt="Foto von {name}"'
    ' width="{width}" height="{width}" loading="lazy" decoding="async">'
)
_INITIALS = Markup(
    '<span class="kp-portrait kp-portrait--{kind}" aria-hidden="true">{initials}</span>'
)


def portrait(name: str, initials: str, src: str | None = None, kind: str = LARGE) -> Markup:
    """The picture at ``src``, if there is one."""
    if src:
        return _PICTURE.format(kind=kind, src=src, name=name, width=_WIDTHS[kind])
    return _INITIALS.format(kind=kind, initials=initials)
