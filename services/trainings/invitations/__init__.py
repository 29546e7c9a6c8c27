"""The office invites people, and sees who has answered."""
