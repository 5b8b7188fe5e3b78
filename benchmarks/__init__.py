"""Measurements, each beside what a user would use instead. They are not tests."""
