"""The browser app: it draws, and computes nothing."""
