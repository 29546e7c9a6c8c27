"""Tasks: reported done by API, or by a signed link without an account."""
