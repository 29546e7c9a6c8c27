"""Hands mails to the mail server, or to the mailbox where there is none."""
