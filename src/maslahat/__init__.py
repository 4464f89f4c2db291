"""From evidence to an agreement that every state gains from and keeps."""

__version__ = "0.1.0"
