"""Which questions are asked only of those who answered something before."""
