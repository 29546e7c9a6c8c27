"""Invented people, as whom one looks around by a click where the sample is loaded."""
