"""Onboarding templates: which tasks, for whom, due when."""
