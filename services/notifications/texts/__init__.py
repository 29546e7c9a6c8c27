"""What an office says in mails in its own words: drafts, a preview, and every edition that held."""
