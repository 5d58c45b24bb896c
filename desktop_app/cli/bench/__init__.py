"""Measurements that anybody can repeat: seeded articles, a peer in the same run, plain tables."""
