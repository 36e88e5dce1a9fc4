"""Bureaus, departments, officers, their duties and what each duty may do."""
