"""What the mail server has taken is noted, many mails at once where many go out."""
