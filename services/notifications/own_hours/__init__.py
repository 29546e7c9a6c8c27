"""One's own page about the hours at which one gets mails."""
