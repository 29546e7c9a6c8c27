"""Rows that go from one person to another when two are merged, and back again."""
