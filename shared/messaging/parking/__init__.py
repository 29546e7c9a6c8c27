"""Parked messages: what could not be handled, and what waits behind it."""
