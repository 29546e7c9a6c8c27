"""Consultations as whoever asks for them sees them."""
