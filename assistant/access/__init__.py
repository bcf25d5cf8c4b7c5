"""Who may do what: sign-in, roles, and where the app may listen."""
