"""The room of J02.1, From spreadsheet to schema."""
