"""Gatherings by the month, and as entries of calendars: a file, one's own feed, a public one."""
