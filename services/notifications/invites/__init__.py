"""Entries for calendars, as they travel with mails (RFC 5545, 5546 and 6047)."""
