"""What the server does beside the pages: starting, requests, files, health."""
