"""Bureaus, departments, officers, the roles they hold and what each role may do."""
