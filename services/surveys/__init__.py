"""Surveys: what people think, kept without their names."""
