"""The room of J03.2, Give every route its answer."""
