"""One reminder of feedback, of which only the number of mails is kept."""
