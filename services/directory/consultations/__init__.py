"""Consultations: asked for, held and counted; never what a case is about."""
