"""Who comes, for those who come: only who has agreed to be named."""
