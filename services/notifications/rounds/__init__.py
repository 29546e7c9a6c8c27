"""One round of mails: leased, checked, written, sent, noted."""
