"""Surveys: what people think, without knowing who thinks it."""
