"""What operators register: organizations with contacts, school lists, and API clients."""
