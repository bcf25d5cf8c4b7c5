"""How the server fares: readiness, metrics and logs, without a word of documents or questions."""
