"""How large what lies in an urn is."""
