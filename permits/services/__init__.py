"""The write side: one module a noun, each function one act of the office. The caller commits."""
