"""A drawing of lines over two scales of powers of ten, as SVG."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 45, 20, 50
COLORS = ["#0b6e99", "#b3541e", "#5a7d2a", "#7a4fa3", "#c02942", "#555555"]


def steps(sizes):
    """Twelve sizes in each power of ten."""
    first, last = (round(math.log10(n)) for n in (sizes[0], sizes[-1]))
    return [10 ** (first + n / 12) for n in range((last - first) * 12 + 1)]


def drawing(lines, sizes, levels, *, title, across, up, powers):
    low, high = powers
    first, last = (math.log10(n) for n in (sizes[0], sizes[-1]))

    def x(number):
        return f"{LEFT + (math.log10(number) - first) / (last - first) * (WIDTH - LEFT - RIGHT):.1f}"

    def y(number):
        # What is too little to be measured, 0, is at the bottom.
        place = (math.log10(max(number, 10.0**low)) - low) / (high - low)
        return f"{HEIGHT - BOTTOM - min(place, 1) * (HEIGHT - TOP - BOTTOM):.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        '     font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(f'<polyline points="{LEFT},{at} {right},{at}" fill="none" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at}" dy="4" text-anchor="end">{10.0**power:,.10g}</text>')
    for number in sizes:
        at = x(number)
        parts.append(f'<polyline points="{at},{TOP} {at},{bottom}" fill="none" stroke="#dddddd"/>')
        parts.append(f'<text x="{at}" y="{bottom + 18}" text-anchor="middle">{number:,}</text>')
    parts.append(f'<text x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>')
    middle = (TOP + bottom) / 2
    parts.append(f'<text x="14" y="{middle:.0f}" transform="rotate(-90 14 {middle:.0f})" text-anchor="middle">'
                 f"{escape(up)}</text>")
    for name, level in levels.items():
        at = y(level)
        parts.append(f'<polyline points="{LEFT},{at} {right},{at}" fill="none" stroke="#000" stroke-dasharray="6 4"/>')
        parts.append(f'<text x="{LEFT + 8}" y="{at}" dy="-5">{escape(name)}</text>')
    for n, (name, points) in enumerate(lines.items()):
        path = " ".join(f"{x(size)},{y(number)}" for size, number in points)
        color = COLORS[n % len(COLORS)]
        # The lines rise, so there is room above them to the left, where no level is named, and below them to the right.
        place = (right - 8, bottom - 12 - 17 * (len(lines) - 1 - n), "end") if levels else (LEFT + 8, TOP + 17 * (n + 1), "start")
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts.append('<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>'.format(*place, color, escape(name)))
    return "\n".join([*parts, "</svg>", ""])
