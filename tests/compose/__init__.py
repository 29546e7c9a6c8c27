"""The container form, on a real engine."""
