"""The room of J01.3, Read three more languages."""
