"""The room of J07.4, Follow one click."""
