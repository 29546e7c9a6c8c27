"""The periods in which a worker is employed by a carrier."""
