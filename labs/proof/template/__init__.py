"""What a new unit begins as: a notebook, its checks and answers, which every gate accepts."""
