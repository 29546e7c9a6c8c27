"""Organizations that close, open again, and give up their number to a successor."""
