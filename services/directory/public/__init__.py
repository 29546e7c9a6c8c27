"""What anybody sees without a sign-in: offers, schools, and what people have opened."""
