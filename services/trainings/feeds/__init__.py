"""Calendars that programs fetch by themselves, where nobody signs in."""
