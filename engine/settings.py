"""Typed options in one registry."""
