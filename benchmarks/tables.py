"""Markdown tables, and what is asked of the ratios."""
import math


def number(value, digits=3):
    """`digits` figures, without an exponent."""
    if value is None:
        return ""
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:.{decimals}f}"


def table(header, rows):
    """A Markdown table; the first column is text, the others are numbers."""
    lines = ["| " + " | ".join(header) + " |",
             "|---|" + "---:|" * (len(header) - 1)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def verdict(value, must, moonshot, smaller=False):
    """The cells: ratio, must, moonshot, and which of them is met."""
    good = (lambda limit: value <= limit) if smaller else (lambda limit: value >= limit)
    met = "moonshot" if good(moonshot) else "must" if good(must) else "**no**"
    return [number(value), number(must, 2), number(moonshot, 2), met]


def geometric_mean(values):
    return math.exp(sum(math.log(value) for value in values) / len(values))
