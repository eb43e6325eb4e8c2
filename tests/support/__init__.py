"""What several test folders share: the running system and a proxy that fails on demand."""
