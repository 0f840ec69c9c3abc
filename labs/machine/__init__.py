"""What is on this machine: parts, how each is brought, servers that are kept up."""
