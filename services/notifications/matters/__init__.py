"""What mails name beside seats: gatherings with free ones, and statements that are voted on."""
