"""Benchmarks: `python3 manage.py bench life|race|crash`; results stand in bench/results, their story in docs."""
