"""What somebody was told by a coordination office, read and confirmed by who is signed in."""
