"""Everybody's own start page: what every service has to say to them."""
