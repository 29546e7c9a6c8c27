"""Who acts for an organization, and who works: what ties people to others, as conditions."""
