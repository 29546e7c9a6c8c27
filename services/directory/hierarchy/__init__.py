"""What may be a part of what: branches of their carrier, schools of their authority."""
