# task: 1
# expect: accepted
by_style = {
    "request/response": "AF",
    "request/async response": "C",
    "one-way notification": "E",
    "publish/subscribe": "BH",
    "publish/async responses": "DG",
}
style_of = {letter: style for style, letters in by_style.items() for letter in letters}
