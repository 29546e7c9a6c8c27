"""Which figures of a table may be shown without giving anybody away."""
