"""How long every page takes, and how much that is beside an empty page of the same stack."""
