"""Measurements that are run by hand.

Without this file Python would find the `benchmarks` that one of our dependencies installs.
"""
