"""Where a worker works, and who is there for them."""
