"""The room of J05.3, Choose how long a copy may live."""
