"""Surveys of an office: what is asked, whom, from when until when, and in which of two ways."""
