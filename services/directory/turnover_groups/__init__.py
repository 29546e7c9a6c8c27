"""Turnover, tenure and staffing side by side: of carriers and types of schools, year by year."""
