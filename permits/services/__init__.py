"""The write side: one module per noun, one function per action of the office. The caller commits."""
