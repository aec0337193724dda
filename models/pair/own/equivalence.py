"""Own answer pairs: same answer to the question (1) or not (0), from the tables of this folder."""
import random
import re
from collections import defaultdict

from forms import cap, date_forms, dress, measure, trim, typo, words, year_forms
from tables_numbers import COUNTS, DATES, LISTS, MEASURES, YESNO
from tables_people import PEOPLE
from tables_places import COUNTRIES, PLACES
from tables_things import THINGS

OFF = ["{T} has been written about by many historians.", "There are several books on the subject.", "It depends on what is meant by the question.",
       "The topic is often discussed in schools.", "It was a very important moment in history.", "Many people have wondered about this over the years.",
       "It is one of the most popular questions in pub quizzes.", "The weather was unusually cold that year."]
FIRST = "Robert James Margaret Peter Anna William Helen Edward Laura Thomas Clara Henry Alice Martin Julia Frank Ruth Samuel Nina Philip".split()


def split(field):
    return [x.strip() for x in field.split(";") if x.strip()]


def rows(text):
    group = ""
    for line in text.strip().splitlines():
        if line.startswith("#"):
            group = line[1:].strip()
        elif line.strip():
            yield group, [f.strip() for f in line.split("|")]


class Fact:
    """A question in several wordings, its sentence frames, the right entity and what may be mistaken for it."""

    def __init__(self, qs, frames, key, kind, desc=None):
        self.qs, self.frames, self.key, self.kind, self.desc = qs, frames, key, kind, desc


def load():
    """Facts, aliases by entity, confusables by entity, members by kind, descriptions."""
    facts, alias, hard, pool, desc = [], {}, defaultdict(list), defaultdict(list), {}
    people = list(rows(PEOPLE))
    last = defaultdict(int)
    for _, f in people:
        last[f[0].split()[-1]] += 1
    for kind, (name, other, what, did, conf) in people:
        names = [name, name] + split(other.lstrip("-"))
        if not other.startswith("-"):
            parts = name.split()
            if last[parts[-1]] == 1:
                names += [parts[-1]] * 2
            if len(parts) == 2 and "." not in parts[0]:
                names.append(f"{parts[0][0]}. {parts[1]}")
            hard[name].append("FIRST")
        alias[name], desc[name] = names, what
        hard[name] += split(conf)
        pool[kind].append(name)
        for vp in split(did):
            qs = [f"who {vp}", f"Who {vp}?", f"which {kind} {vp}", f"Which {kind} {vp}?", f"what is the name of the {kind} who {vp}",
                  f"name the {kind} who {vp}", f"{vp} - who was it", f"Who was the {kind} who {vp}?"]
            frames = [f"{{A}} {vp}", f"It was {{A}} who {vp}", f"The {kind} who {vp} was {{A}}", f"The person who {vp} was {{A}}",
                      f"{{A}} is the {kind} who {vp}", f"{{A}} {vp}"]
            facts.append(Fact(qs, frames, name, kind))
    for kind, f in list(rows(PLACES)) + list(rows(THINGS)):
        name, other, nps, conf = f
        if kind in ("river", "organisation", "team") and not re.match(r"the |Apple|Google|Meta|IBM|BMW|Micro|Volks|NA|UN|OPEC|ASEAN|CERN|FIFA|UEFA|MI|Inter|Man|Real|Barc|Bay|AC|Tott|Mass", name):
            name = "the " + name
        alias[name] = [name, name] + split(other)
        hard[name] += split(conf)
        pool[kind].append(name)
        for np in split(nps):
            who = "can you name"
            qs = [f"what is {np}", f"What is {np}?", f"What is the name of {np}?", f"{who} {np}", f"Name {np}.", f"{np} is known as what", f"what do we call {np}"]
            frames = [f"{cap(np)} is {{A}}", f"{{A}} is {np}", f"The name of {np} is {{A}}", f"{{A}} is {np}"]
            facts.append(Fact(qs, frames, name, kind))
    cities, tongues, money = set(), set(), set()
    for _, (name, other, capital, capalias, cities_, lang, cur) in rows(COUNTRIES):
        in_s = "the " + name if name in ("United Kingdom", "Netherlands", "Czech Republic", "Philippines", "United States") else name
        alias[in_s] = [in_s, in_s, name] + split(other)
        alias[capital] = alias.get(capital, [capital, capital]) + split(capalias)
        hard[capital] += split(cities_) * 2
        pool["capital"].append(capital)
        pool["country"].append(in_s)
        cities.add(capital)
        facts.append(Fact([f"what is the capital of {in_s}", f"What is the capital city of {in_s}?", f"which city is the capital of {in_s}", f"{in_s}'s capital", f"what is {in_s}'s capital city"],
                          [f"The capital of {in_s} is {{A}}", f"{{A}} is the capital of {in_s}", f"{{A}} is the capital city of {in_s}"], capital, "capital"))
        facts.append(Fact([f"{capital} is the capital of which country", f"Which country has {capital} as its capital?", f"in which country is {capital}", f"what country is {split(cities_)[0]} in"],
                          [f"{capital} is the capital of {{A}}", f"It is in {{A}}", f"The country is {{A}}", "{A} is the country"], in_s, "country"))
        for value, what, seen in ((lang, "language", tongues), ("the " + cur, "currency", money)):
            seen.add(value)
            alias.setdefault(value, [value, value] + ([value[4:]] if value.startswith("the ") else []))
            q = ([f"what language do most people speak in {in_s}", f"What is the main official language of {in_s}?"] if what == "language"
                 else [f"what is the currency of {in_s}", f"What money do they use in {in_s}?"])
            fr = ([f"The main language of {in_s} is {{A}}", f"Most people in {in_s} speak {{A}}"] if what == "language"
                  else [f"The currency of {in_s} is {{A}}", f"{{A}} is the currency of {in_s}"])
            facts.append(Fact(q, fr, value, what))
    pool["language"] += sorted(tongues - set(pool["language"]))
    pool["currency"] = sorted(money)
    alias["the renminbi"] += ["the yuan", "RMB", "Chinese yuan"]
    alias["the pound sterling"] += ["the British pound", "GBP", "sterling"]
    alias["the US dollar"] += ["USD", "the American dollar", "United States dollars"]
    return facts, alias, hard, pool, desc


def norm(s):
    return re.sub(r"\W+", " ", re.sub(r"^(the|a) ", "", s.lower())).strip()


def entity_pairs(rng, data, fact, out):
    """One pair about a fact with a named answer."""
    facts, alias, hard, pool, desc = data
    q = rng.choice(fact.qs)
    first = fact.key if rng.random() < .7 else rng.choice(pool[fact.kind])

    def wrong(of):
        conf = hard.get(of, [])
        if conf and rng.random() < .55:
            w = rng.choice(conf)
            if w == "FIRST":
                w = rng.choice(FIRST) + " " + of.split()[-1]
        else:
            w = rng.choice(pool[fact.kind])
        if fact.kind == "country" and f" {w} " in f" {q} ":
            w = of
        mine = {norm(x) for x in alias.get(of, [of])}
        other = {norm(x) for x in alias.get(w, [w])}
        return w if not mine & other else None

    def names(e):
        """Without the forms that could also mean the other one (a bare surname, "the Giants")."""
        all_ = alias.get(e, [e])
        if e not in desc and fact.kind not in ("team", "city", "capital"):
            return all_
        rival = set(norm(first if e == other else other).split())
        return [x for x in all_ if not set(norm(x).split()) <= rival] or [e]

    def say(e, level=None):
        name = rng.choice(names(e))
        return dress(rng, name, fact.frames, desc.get(e), level)

    def short(e):
        return rng.choice(names(e)[:3])

    other = wrong(first)
    if other is None:
        return
    r = rng.random()
    if r < .31:
        a, b, y = say(first), say(first), 1
    elif r < .36:
        a, b, y = say(first), typo(rng, short(first)), 1
    elif r < .80:
        a, b, y = say(first), say(other), 0
    elif r < .94:
        # a sentence that names both: the answer is the one that it gives
        pat = rng.choice(["Not {n} but {y}.", "It was {y}, not {n}.", "{y}, although many people say {n}.", "It is often said to be {n}, but it is {y}.",
                          "{y}. {n} is a common wrong answer.", "Unlike what many believe, it is not {n}; it is {y}.", "{y} rather than {n}.",
                          "People confuse it with {n}, but the right answer is {y}.", "Contrary to popular belief it is {y} and not {n}.",
                          "Some say {n}. In fact it is {y}."])
        if fact.kind in ("president", "ruler", "politician") and rng.random() < .4:
            pat = rng.choice(["{y}, who succeeded {n}.", "{y}, who came after {n}.", "{y}, a contemporary of {n}.", "It was {y}, who had once worked with {n}."])
        elif fact.kind in ("scientist", "writer", "painter", "composer") and rng.random() < .4:
            pat = rng.choice(["{y}, a friend of {n}.", "{y}, who admired {n}.", "{y}, often compared with {n}.", "{y}, who was influenced by {n}."])
        b = cap(pat.replace("{n}", short(other)).replace("{y}", short(first)))
        if rng.random() < .5:
            a, y = say(first), 1
        else:
            a, y = say(other), 0
    elif r < .975:
        a, y = say(first), 0
        b = rng.choice(["It was not {}.", "It is not {}.", "Not {}.", "It certainly isn't {}.", "{} is not the answer.", "The answer is not {}."]).replace("{}", short(first))
        b = cap(b)
    else:
        a, b, y = say(first), rng.choice(OFF).replace("{T}", cap(short(other))), 0
    out(q, a, b, y)


def near(rng, v):
    """A number close in form or size to v."""
    if isinstance(v, float) and not v.is_integer():
        return rng.choice([round(v + rng.choice([-1, 1, .3, -.2, 2]), 3), float(int(v)), round(v * 10, 3), round(v * 1.1, 1)])
    v = int(v)
    s = str(v)
    opts = [v + 1, v - 1, v + 2, v + 10, v * 2, v * 10] + ([v + .5] if v < 400 else []) + ([int(s[:-2] + s[-1] + s[-2])] if v > 12 else [])
    opts = [x for x in opts if x > 0 and x != v]
    return rng.choice(opts)


def number_pairs(rng, out, kind):
    """One pair about a count or a measure."""
    if kind == "count":
        q, v, noun, frame = rng.choice(list(rows(COUNTS)))[1]
        base = int(v) if rng.random() < .6 else max(2, int(int(v) * rng.choice([.5, .8, 1.2, 1.5, 2])))

        def say(n):
            if isinstance(n, float) and not n.is_integer():
                txt = trim(n)
            else:
                n = int(n)
                txt = rng.choice([str(n), f"{n:,}", words(n)] if n < 10000 else [str(n), f"{n:,}", f"{n:,}", words(n)])
            unit = noun[:-1] if n == 1 and noun.endswith("s") else noun
            txt = txt + " " + unit if rng.random() < .5 else txt
            long = txt if txt.endswith(unit) else txt + " " + unit
            return dress(rng, txt, [frame]) if rng.random() < .5 else dress(rng, long, [frame], level="full" if rng.random() < .6 else "bare")
    else:
        q, v, unit, frame = rng.choice(list(rows(MEASURES)))[1]
        base = float(v) if rng.random() < .6 else (round(float(v) * rng.choice([.5, .7, 1.3, 2]), 1) or 5.)

        def say(n, conv=None):
            conv = rng.random() < .3 if conv is None else conv
            return dress(rng, measure(rng, n, unit, conv), [frame])
    q = q if rng.random() < .5 else cap(q) + "?"
    r = rng.random()
    if r < .47:
        a, b, y = say(base), say(base), 1
    elif r < .53 and base >= 100 and kind == "measure":
        rounded = float(f"{base:.2g}")
        if abs(rounded - base) > .004 * base or rounded == base:
            return
        a, b, y = say(base, False), rng.choice(["about ", "roughly ", "approximately ", "around "]) + measure(rng, rounded, unit), 1
    elif r < .93:
        o = near(rng, base)
        exact = kind == "measure" and abs(o - base) < .004 * base
        a, b, y = (say(base, False), say(o, False), 0) if exact else (say(base), say(o), 0)
    elif r < .97:
        o = near(rng, base)
        pick = lambda n: trim(n) if kind == "count" else measure(rng, n, unit)
        a, b = say(base), rng.choice([f"Not {pick(base)} but {pick(o)}.", f"{cap(pick(o))}, not {pick(base)}.", f"It used to be {pick(base)}, but now it is {pick(o)}."])
        y = 0
    else:
        o = near(rng, base)
        pick = lambda n: trim(n) if kind == "count" else measure(rng, n, unit)
        a, b, y = say(base), f"Not {pick(o)} but {pick(base)}.", 1
    out(q, a, b, y)


def date_pairs(rng, out):
    tail, past, iso = rng.choice(list(rows(DATES)))[1]
    y, m, d = (list(map(int, iso.split("-"))) + [rng.randint(1, 12), rng.randint(1, 28)])[:3] if "-" not in iso else map(int, iso.split("-"))
    if rng.random() < .35:
        y += rng.choice([-30, -11, -4, 3, 9, 20])
    year_q = rng.random() < .5 or "-" not in iso
    frames_y, frames_d = [f"{cap(past)} in {{A}}", f"In {{A}}, {past}", f"It was in {{A}} that {past}"], [f"{cap(past)} on {{A}}", f"On {{A}}, {past}", f"It was on {{A}} that {past}"]

    def say(y, m, d, full):
        return dress(rng, rng.choice(date_forms(y, m, d)), frames_d) if full else dress(rng, year_forms(rng, y), frames_y)
    q = rng.choice([f"what year {tail}", f"in what year {tail}", f"In which year {tail}?"] if year_q else [f"on what date {tail}", f"On which day {tail}?", f"On what exact date {tail}?"])
    s = str(y)
    y2 = rng.choice([y + 1, y - 1, y + 10, y - 10, y + 100, y - 2, int(s[:2] + s[3] + s[2]) if s[2] != s[3] else y + 5])
    m2 = rng.choice([x for x in range(1, 13) if x != m])
    d2 = d + 1 if d < 27 else d - 2
    full = lambda: not year_q or rng.random() < .25
    if rng.random() < .46:
        out(q, say(y, m, d, full()), say(y, m, d, full()), 1)
    elif year_q:
        out(q, say(y, m, d, full()), say(y2, m, d, full()), 0)
    else:
        out(q, say(y, m, d, True), say(*rng.choice([(y2, m, d), (y, m2, min(d, 28)), (y, m, d2), (y, m, d2)]), True), 0)


def list_pairs(rng, out):
    q, items, frame, outside = rng.choice(list(rows(LISTS)))[1]
    items, outside = split(items), split(outside)

    def say(xs):
        xs = rng.sample(xs, len(xs))
        sep = rng.random()
        t = ", ".join(xs[:-1]) + (" and " if sep < .6 else ", " if sep < .8 else ", and ") + xs[-1] if sep < .9 else "/".join(xs)
        return dress(rng, t, [frame]) if sep < .9 else t
    base = list(items)
    if rng.random() < .25:
        base[rng.randrange(len(base))] = outside[0]
    bad = list(base)
    k = rng.randrange(len(bad))
    if rng.random() < .6 or len(bad) < 3:
        bad[k] = outside[1]
    else:
        del bad[k]
    q = q if rng.random() < .5 else cap(q) + "?"
    out(q, say(base), say(base), 1) if rng.random() < .5 else out(q, say(base), say(bad), 0)


def yesno_pairs(rng, out):
    q, yes, no = rng.choice(list(rows(YESNO)))[1]
    def say(v):
        if v:
            return rng.choice(["Yes", "yes", "Yes.", f"Yes, {yes}.", cap(yes) + ".", "Correct.", "Yes, that is right.", "True", "It is true.", f"I believe {yes}.", "Yes, definitely."])
        return rng.choice(["No", "no", "No.", f"No, {no}.", cap(no) + ".", "That is not correct.", "No, that is wrong.", "False", "It is not true.", f"I believe {no}.", "No, that is a myth."])
    v = rng.random() < .5
    same = rng.random() < .47
    out(q if rng.random() < .4 else cap(q) + "?", say(v), say(v if same else not v), int(same))


def generate(seed, count, sentence_pairs):
    """All pairs; `sentence_pairs` are (a, b, label) without a question."""
    rng = random.Random(seed)
    data, seen, res = load(), set(), []

    def out(q, a, b, y):
        a, b = a.strip(), b.strip()
        if rng.random() < .5:
            a, b = b, a
        key = (q, a, b)
        if a and b and key not in seen and (a != b or rng.random() < .1) and not (a == b and y == 0):
            seen.add(key)
            res.append({"source": "own", "question": q, "a": a, "b": b, "label": y})
    while len(res) < count:
        r = rng.random()
        if r < .66:
            entity_pairs(rng, data, rng.choice(data[0]), out)
        elif r < .77:
            number_pairs(rng, out, "count")
        elif r < .86:
            number_pairs(rng, out, "measure")
        elif r < .945:
            date_pairs(rng, out)
        elif r < .98:
            list_pairs(rng, out)
        else:
            yesno_pairs(rng, out)
    for a, b, y in sentence_pairs:
        out(None, a, b, y)
    return res
