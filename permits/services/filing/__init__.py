"""Draft and submit an application, online or at the counter."""
