"""When mails may go out in a municipality, and to somebody who wants them at fewer hours."""
