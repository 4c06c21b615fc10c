"""The mock provider's store: SQLAlchemy Core over SQLite (memory or file) or PostgreSQL."""
