"""What every service leans on: contracts, messaging, database, pages; no service."""
