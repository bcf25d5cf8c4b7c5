"""What a build changed: documents, saved citations, standing questions, figures."""
