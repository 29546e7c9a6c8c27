"""How a mail is shown on a page: in a frame that can do nothing."""

FRAME_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


def framed(html: str) -> str:
    """Its links open beside the frame."""
    return html.replace("<head>", '<head><base target="_blank">', 1)
