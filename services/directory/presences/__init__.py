"""When people are at schools, week for week."""
