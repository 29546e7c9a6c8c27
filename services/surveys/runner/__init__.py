"""The pages behind the link of a survey: section by section, checked, and then handed in."""
