# task: 1
# expect: accepted
styles = {"call": ["charge", "last seat"], "message": ["receipt", "statistics"], "copy": ["opening hours", "names of dishes"]}
needs = {need: style for style, those in styles.items() for need in those}
