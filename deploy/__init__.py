"""How services are put together and run; the only code that may import every service."""
