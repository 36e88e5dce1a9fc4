"""Tests that look at the whole house: its rules, its journeys, its doors in a real browser."""
