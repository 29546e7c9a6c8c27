"""The mails of an installation without a mail server, on a page."""
