"""What comes back: reports of mails, and answers of calendars; who may be believed."""
