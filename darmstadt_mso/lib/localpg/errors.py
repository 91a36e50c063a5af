class LocalPostgresError(Exception):
    """Its text is one plain sentence that says what to do."""
