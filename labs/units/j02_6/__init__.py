"""The room of J02.6, Choose a store."""
