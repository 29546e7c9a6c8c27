"""A person's picture, or their initials; a list has one in each row."""

from markupsafe import Markup, escape

LARGE, SMALL = "large", "small"
_WIDTHS = {LARGE: 128, SMALL: 32}


def portrait(name: str, initials: str, src: str | None = None, kind: str = LARGE) -> Markup:
    """The picture at ``src``, if there is one."""
    looks = f'class="kp-portrait kp-portrait--{kind}"'
    if not src:
        return _marked(f'<span {looks} aria-hidden="true">{escape(initials)}</span>')
    size = f'width="{_WIDTHS[kind]}" height="{_WIDTHS[kind]}"'
    shown = f'<img {looks} src="{escape(src)}" alt="Foto von {escape(name)}" {size}'
    return _marked(f'{shown} loading="lazy" decoding="async">')


def _marked(html: str) -> Markup:
    return Markup(html)  # noqa: S704 (what is not ours is escaped)
