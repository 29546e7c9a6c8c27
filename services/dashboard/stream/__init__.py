"""Hands what is new to everybody who watches."""
