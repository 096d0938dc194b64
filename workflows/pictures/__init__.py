"""Draw lifecycles and cases."""
