"""Draws causes and effects as lanes and arrows."""
