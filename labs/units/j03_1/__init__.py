"""The room of J03.1, Be the client first."""
