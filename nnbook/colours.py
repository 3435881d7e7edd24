"""The book's colours, (light, dark): the same colour means the same thing in figures, diagrams and widgets.

Each is at least 4.5:1 against background and surface, and stays apart from the others for colour-blind readers.
"""

COLOURS = {
    "background": ("#FFFFFF", "#121417"),
    "surface": ("#F3F4F6", "#1E2227"),
    "ink": ("#1F2328", "#E8EAED"),
    "muted": ("#59616B", "#A6ADB5"),
    "good": ("#0A4A86", "#9FD0FE"),
    "bad": ("#BF4500", "#E27838"),
    "activation": ("#0A7A66", "#44B299"),
    "parameter": ("#9E48B7", "#B276C0"),
    "gradient": ("#4F4600", "#F6E538"),
}
