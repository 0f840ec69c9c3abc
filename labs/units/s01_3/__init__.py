"""The room of S01.3, Share nothing, or share safely."""
