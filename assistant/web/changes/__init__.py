"""The page that shows what a build changed."""
