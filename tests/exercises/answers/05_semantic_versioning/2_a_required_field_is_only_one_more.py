# task: 2
# expect: refused, because this does not hold: what breaks a client raises the major
next_version = {
    "a reply gets one more field": "1.5.0",
    "a field that nobody had to send must now be sent": "1.5.0",
    "a total was rounded otherwise than documented; now it is right": "1.4.3",
    "an operation is marked as deprecated, and still works": "1.5.0",
    "the deprecated operation is taken out": "2.0.0",
    "the field 'total' is now called 'amount'": "2.0.0",
    "the database behind it is another one; nothing can be seen from outside": "1.4.3",
    "up to 100 of an article can be ordered, 20 before": "1.5.0",
    "up to 10 of an article can be ordered, 20 before": "2.0.0",
    "a field is renamed, in a service that is still being invented": "0.8.0",
}
