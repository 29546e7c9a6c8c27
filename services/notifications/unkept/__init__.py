"""Mails of surveys and of feedback of which only the numbers are kept, and never to whom."""
