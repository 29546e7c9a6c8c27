"""What is told about gatherings: copies of them, what stands in calendars, and reminders."""
