"""The real thing on the loopback: small servers, started and stopped by the code that uses them."""
