"""The guide for developers of carriers' systems."""
