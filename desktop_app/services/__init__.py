"""What a user can do, one module for each thing users work on. No Qt."""
