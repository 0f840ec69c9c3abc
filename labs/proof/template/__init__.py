"""What a new unit begins as: a notebook, its checks and its answers, which every gate accepts."""
