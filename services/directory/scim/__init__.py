"""SCIM 2.0 (RFC 7643, 7644): a carrier's identity system keeps its own people up to date."""
