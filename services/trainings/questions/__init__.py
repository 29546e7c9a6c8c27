"""What the office asks whoever registers for a gathering."""
