"""The room of S03.3, Any replica, any time."""
