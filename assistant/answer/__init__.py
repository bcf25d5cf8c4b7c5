"""A question becomes an `Answer`: understand, search, read, quote."""
