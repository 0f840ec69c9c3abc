"""The room of S12.3, Send the news, not the question."""
