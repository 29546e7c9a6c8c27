"""Rules of the funding guideline that are not kept: seen, explained, accepted or settled."""
