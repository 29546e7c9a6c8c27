"""Onboardings: started by a hire, ended by a departure or when everything is done."""
