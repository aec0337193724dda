"""Ways of writing one answer: sentences, hedges, typos, numbers, dates. All take a `random.Random`."""
import re

ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen").split()
TENS = ". . twenty thirty forty fifty sixty seventy eighty ninety".split()
MONTHS = ("January February March April May June July August September October November December").split()


def words(n):
    """A whole number below a billion in words."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + " hundred" + (" and " + words(n % 100) if n % 100 else "")
    for size, name in ((10**6, "million"), (1000, "thousand")):
        if n >= size:
            rest = n % size
            return words(n // size) + " " + name + ((" and " if rest < 100 else " ") + words(rest) if rest else "")
    return str(n)


def ordinal(n):
    return f"{n}{'th' if n % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def trim(x, digits=2):
    """A number with at most `digits` decimals and no trailing zeros; thousands with a comma."""
    s = f"{x:,.{digits}f}"
    return s.rstrip("0").rstrip(".") if "." in s else s


def cap(s):
    return s[:1].upper() + s[1:]


def articles(s):
    """a/an by the letter that follows (with the usual exceptions)."""
    def fix(m):
        w = m.group(3).lower()
        an = w[0] in "aeiou" and not re.match(r"(uni|use|usu|eu|one\b|once|ukr|ura|uti|uto)", w) or re.match(r"(hour|honest|honou?r|heir)", w)
        return ("A" if m.group(1)[0] == "A" else "a") + ("n" if an else "") + m.group(2) + m.group(3)
    return re.sub(r"\b([Aa]n?)( )([A-Za-z][\w'-]*)", lambda m: fix(m), s)


def typo(rng, s):
    """One edit inside a word of at least five letters; digits are never touched."""
    spots = [m for m in re.finditer(r"[A-Za-z]{5,}", s)]
    if not spots:
        return s
    m = rng.choice(spots)
    i = rng.randrange(m.start() + 1, m.end() - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return s[:i] + s[i + 1:]
    if kind == 1:
        return s[:i] + s[i + 1] + s[i] + s[i + 2:]
    if kind == 2:
        return s[:i] + s[i] + s[i:]
    return s[:i] + rng.choice("aeiourstnl") + s[i + 1:]


OPEN = ["The answer is {}.", "It is {}.", "It's {}.", "Answer: {}", "That is {}.", "That would be {}.", "The correct answer is {}.",
        "{} is the answer.", "The answer to this question is {}."]
HEDGE = ["I think it is {}.", "I believe the answer is {}.", "Probably {}.", "If I remember correctly, it is {}.", "I'm fairly sure it's {}.",
         "It is most likely {}.", "As far as I know, it is {}.", "My best guess is {}.", "{}, I think.", "It should be {}, but I am not completely sure."]
TAIL = ["This is widely taught in schools.", "Many sources give this answer.", "It often comes up in quizzes.", "I hope that helps.",
        "This is a well-known fact.", "There is more to say about the background, but that is the short answer.", "Let me know if you want more detail.",
        "It is described in most encyclopaedias.", "The story behind it is often told.", "Sources agree on this."]
LEAD = ["Good question.", "This is a classic quiz question.", "Many people ask this.", "Let me think.", "A short answer is enough here.",
        "This comes up often.", "There has been some confusion about this."]
CUT = [", and in the following years it was", ", which at the time was considered to be one of the", ". It is also known that the",
       ", although some of the details of the story are", ". The exact circumstances, however,", ", according to the records kept by"]


def dress(rng, name, frames, desc=None, level=None):
    """One answer that says `name`. frames: sentences with {A}; level: 'bare' or 'full' to force the length."""
    kind = rng.random()
    low = rng.random() < .14
    if level == "bare" or level is None and kind < .36:
        s = name + (rng.choice(["", ".", ""]) if rng.random() < .5 else "")
    elif kind < .48:
        s = rng.choice(OPEN).replace("{}", name)
    elif kind < .58:
        s = rng.choice(HEDGE).replace("{}", name)
    else:
        sub = name
        if desc and rng.random() < .3:
            sub = f"{name}, {desc},"
        s = rng.choice(frames).replace("{A}", sub).replace(",.", ".") + "."
        s = re.sub(r",\.", ".", s).replace("..", ".")
        r = rng.random()
        if r < .15:
            s = s + " " + rng.choice(TAIL)
        elif r < .27:
            s = rng.choice(LEAD) + " " + cap(s)
        elif r < .37:
            s = s.rstrip(".") + rng.choice(CUT)
        elif r < .43:
            s = rng.choice(LEAD) + " " + cap(s) + " " + rng.choice(TAIL)
    s = s if low else cap(s)
    if low:
        s = s.lower()
    if rng.random() < .06:
        s = typo(rng, s)
    return s


UNITS = {"m": [("m", 1, ["m", " metres", " meters"]), ("ft", 3.28084, [" ft", " feet"])],
         "km": [("km", 1, [" km", " kilometres", " kilometers"]), ("mi", .621371, [" miles", " mi"])],
         "cm": [("cm", 1, [" cm", " centimetres"]), ("m", .01, [" m", " metres"])],
         "g": [("g", 1, [" g", " grams"]), ("oz", .035274, [" oz", " ounces"])],
         "t": [("t", 1, [" tonnes", " metric tons"]), ("kg", 1000, [" kg", " kilograms"])],
         "C": [("C", 1, ["°C", " degrees Celsius", " °C"]), ("F", 1.8, ["°F", " degrees Fahrenheit"])],
         "min": [("min", 1, [" minutes", " min"]), ("s", 60, [" seconds"])],
         "d": [("d", 1, [" days"]), ("h", 24, [" hours"])],
         "y": [("y", 1, [" years"]), ("mo", 12, [" months"])],
         "%": [("%", 1, ["%", " percent", " per cent"])],
         "M$": [("M", 1, [" million dollars", " million US dollars"]), ("$", 1, None)],
         "B$": [("B", 1, [" billion dollars", " billion US dollars"]), ("$", 1000, None)],
         "M": [("M", 1, [" million", " million people"]), ("n", 10**6, [" people", " inhabitants", ""])]}


def measure(rng, value, unit, convert=False):
    """A quantity in one of its spellings; `convert` picks another unit."""
    scales = UNITS[unit]
    scale = rng.choice(scales[1:]) if convert and len(scales) > 1 else scales[0]
    name, factor, tails = scale
    v = value * factor + (32 if name == "F" else 0)
    if name == "$":
        return rng.choice(["$" + trim(value) + (" million" if unit == "M$" else " billion"),
                           "US$" + trim(value) + (" million" if unit == "M$" else " billion"),
                           "$" + trim(value * (10**6 if unit == "M$" else 10**9), 0)])
    if name in ("ft", "mi", "oz"):
        v = float(f"{v:.4g}") if v > 10 else round(v, 2)
        v = round(v) if v >= 1000 else v
    out = trim(v, 3 if name == "km" else 2)
    if rng.random() < .3:
        out = out.replace(",", "")
    tail = rng.choice(tails)
    if float(v).is_integer() and v < 1000 and rng.random() < .3 and tail.startswith(" ") and len(tail) > 4:
        out = words(int(v)) if v > 0 else out
    if v == 1 and tail.endswith("s") and len(tail) > 3:
        tail = tail[:-1]
    return out + tail


def date_forms(y, m, d):
    """Spellings of one day."""
    mo = MONTHS[m - 1]
    return [f"{d} {mo} {y}", f"{mo} {d}, {y}", f"{mo} {ordinal(d)}, {y}", f"{ordinal(d)} {mo} {y}", f"{y}-{m:02}-{d:02}",
            f"the {ordinal(d)} of {mo} {y}", f"{mo[:3]} {d}, {y}", f"{d} {mo[:3]} {y}"]


def year_forms(rng, y):
    hi, lo = divmod(y, 100)
    spoken = words(hi) + (" hundred" if lo == 0 else " oh-" + words(lo) if lo < 10 else " " + words(lo))
    return rng.choice([str(y)] * 7 + [f"the year {y}"] * 2 + [spoken])
