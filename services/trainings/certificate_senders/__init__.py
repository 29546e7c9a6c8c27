"""The office as the sender of certificates: its postal address, and where it issues them."""
