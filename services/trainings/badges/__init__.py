"""Name badges and lists of who has a seat, to print and to keep."""
