"""Material that several tests share."""
