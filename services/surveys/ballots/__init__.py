"""Votes on the chapters of a framework concept, each on exactly one text."""
