"""Writing mails: to whom a letter goes, and what it says to this person."""
