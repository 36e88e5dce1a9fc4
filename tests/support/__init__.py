"""What several tests lean on: a PostgreSQL server, a browser, the repository seen from outside."""
