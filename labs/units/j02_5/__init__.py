"""The room of J02.5, Keep documents."""
