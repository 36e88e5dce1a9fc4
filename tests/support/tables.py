"""What stands in a Parquet file."""

import duckdb


def rows(path, query="SELECT * FROM '{}'"):
    """What a query finds in it."""
    return duckdb.sql(query.format(path)).fetchall()


def told_by(path):
    """What a file says of itself."""
    return rows(path, "SELECT decode(value) FROM parquet_kv_metadata('{}')")[0][0]
