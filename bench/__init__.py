"""Benchmarks: `python3 manage.py bench life|race|crash`; results are in bench/results, described in docs."""
