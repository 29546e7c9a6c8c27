"""Calendars that do not come: whether their owners mean it is asked on the page of the seat."""
