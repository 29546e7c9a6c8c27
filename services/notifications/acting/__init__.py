"""Who acts for whom: by a sign-in, by their work, or as a contact."""
