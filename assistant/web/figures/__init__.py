"""The page that looks up figures."""
