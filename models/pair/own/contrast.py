"""Own lexical-contrast pairs (premise, hypothesis, e / n / c) from the tables of this folder and given premises."""
import gzip
import json
import random
import re

from forms import articles, cap
from tables_lexicon import FRAMES, SETS
from tables_pairs import ANTONYMS, CLAIMS, HYPER, MODS, NAMES, NUMBERS, ROLES, SYNONYMS

NAMES, MODS = NAMES.split(","), MODS.split(",")
STOP = re.compile(r"\b(if|not|no|never|or|would|could|may|might|should|without|any|every|all|each|most|neither|nor|except|unless|don't|didn't|isn't|"
                  r"wasn't|can't|won't|other|another|different|same|both|either|only|whether|like)\b|n't|[?\"“*]", re.I)


def lines(text):
    return [x.strip() for x in text.strip().splitlines() if x.strip()]


def groups(text, sep="/"):
    """(frames, [(left, right)]) of a table of pairs."""
    for line in lines(text):
        head, tail = line.rsplit(": ", 1)
        yield [f.strip() for f in head.split(";")], [tuple(p.strip().split(sep)) for p in tail.split(",")]


def filled(rng, *texts):
    """The same name, year and number put into every text."""
    n, y, k = rng.choice(NAMES), str(rng.randint(1780, 2015)), str(rng.choice([40, 120, 300, 500, 800]))
    return [cap(articles(t.replace("{N}", n).replace("{Y}", y).replace("{K}", k).replace("{X2}", "{X}"))) for t in texts]


def members():
    res = {}
    for line in lines(SETS):
        kind, cls, words = line.split("|")
        res[kind] = (cls, words.split(","))
    return res


def frame_pairs(rng, sets, out):
    kind, prem, short = rng.choice(lines(FRAMES)).split("|")
    cls, words = sets[kind]
    a, b = rng.sample(words, 2)
    hyp = short if rng.random() < .6 else prem
    if kind == "fruit" and a == "orange":
        return
    put = lambda t, w: t.replace("{X2}", "{X}").replace("{X}", w)
    r = rng.random()
    if r < .44:
        out("swap", *filled(rng, put(prem, a), put(hyp, b)), "c")
    elif r < .72:
        out("same", *filled(rng, put(prem, a), put(short, a)), "e")
    elif r < .80 or cls == "-" or not re.search(r"\b[Aa]n? \{X\}", prem) or re.search(r"\{X\}-|the \{X\}|every \{X\}|by \{X\}|play|on \{X\}|in \{X\}|(in|left|of|visit|to|by) \{X\}|^\{X\}", prem):
        # the short sentence does not tell what the long one adds
        if len(prem.split()) >= len(short.split()) + 5:
            out("less", *filled(rng, put(short, a), put(prem, a)), "n")
    elif r < .91:
        out("hyper", *filled(rng, put(prem, a), put(prem, cls)), "e")
    else:
        if re.search(r"\b[Aa]n? \{X\}", prem):
            out("hypo", *filled(rng, put(prem, cls), put(prem, a)), "n")


def pair_pairs(rng, table, label, out):
    frames, pairs = rng.choice(table)
    a, b = rng.choice(pairs)
    if rng.random() < .5:
        a, b = b, a
    f = rng.choice(frames).replace("_", "{X}")
    out("pair", *filled(rng, f.replace("{X}", a), f.replace("{X}", b)), label)


def hyper_pairs(rng, table, out):
    frames, pairs = rng.choice(table)
    a, b = rng.choice(pairs)
    f = rng.choice(frames)
    low, high = filled(rng, f.replace("{X}", a), f.replace("{X}", b))
    out("hyper", low, high, "e") if rng.random() < .4 else out("hypo", high, low, "n")


def mod_pairs(rng, out):
    noun = rng.choice("man,woman,doctor,teacher,farmer,driver,musician,student,tourist,nurse,singer,cyclist".split(","))
    rest = rng.choice(["is waiting for a train", "bought two tickets at the counter", "was seen near the harbour on Monday", "crossed the street with a dog",
                       "told the police about the accident", "sat down beside the fountain", "opened a small shop in the old town",
                       "won the first prize in the lottery", "is cooking soup in a large pot", "missed the last bus home"])
    mod = rng.choice(MODS)
    with_, without = articles(f"A {mod} {noun} {rest}."), f"A {noun} {rest}."
    without = articles(without)
    out("mod", with_, without, "e") if rng.random() < .4 else out("mod", without, with_, "n")


def role_pairs(rng, out):
    act, pas = rng.choice(lines(ROLES)).split("|")
    a, b = rng.sample(NAMES, 2)
    y = str(rng.randint(1850, 2010))
    act, pas = act.replace("{Y}s", y[:3] + "0s").replace("{Y}", y), pas.replace("{Y}s", y[:3] + "0s").replace("{Y}", y)
    put = lambda t, p, q: t.replace("{A}", p).replace("{B}", q)
    first, second = (act, pas) if rng.random() < .5 else (pas, act)
    out("role", *((put(first, a, b), put(second, a, b), "e") if rng.random() < .5 else (put(first, a, b), put(rng.choice([second, first]), b, a), "c")))


def number_pairs(rng, out):
    prem, short = rng.choice(lines(NUMBERS)).split("|")
    v = rng.choice([rng.randint(12, 99), rng.randint(120, 990), rng.randint(11, 99) * 100, rng.randint(11, 990) * 1000])
    if re.search("goals|steps", prem):
        v = rng.randint(20, 480)
    w = rng.choice([v + 1, v - 1, v * 10, v + max(2, v // 5), v - max(2, v // 4)])
    lo, hi = v - max(2, v // 5), v + max(2, v // 5)
    f = lambda x: f"{x:,}"
    r = rng.random()
    word, label = ((f(v), "e") if r < .15 else (f(w), "c") if r < .4 else
                   (rng.choice([f"more than {f(lo)}", f"at least {f(rng.choice([lo, v]))}", f"over {f(lo)}", f"fewer than {f(hi)}", f"at most {f(hi)}"]), "e") if r < .65 else
                   (rng.choice([f"more than {f(hi)}", f"at least {f(hi)}", f"fewer than {f(lo)}", f"over {f(rng.choice([v, hi]))}"]), "c") if r < .85 else (None, "n"))
    if word is None:
        p, h = filled(rng, prem.replace("#", "more than " + f(lo)), short.replace("@", rng.choice([f(v), "more than " + f(hi)])))
    else:
        p, h = filled(rng, prem.replace("#", f(v)), short.replace("@", word))
    out("number", p, h, label)


def negate(s):
    """The sentence with its first auxiliary negated, or None."""
    t, n = re.subn(r"^((?:(?!\b(?:who|which|that|when|where|while)\b)[^,])*?)\b(is|was|are|were|has been|had been|can)\b(?! not)", lambda m: m.group(1) + (m.group(2).replace(" been", " not been") if "been" in m.group(2) else m.group(2) + " not" if m.group(2) != "can" else "cannot"), s, count=1)
    return t if n else None


def negation_pairs(rng, sets, out):
    kind, prem, short = rng.choice(lines(FRAMES)).split("|")
    w = rng.choice(sets[kind][1])
    p, h = filled(rng, prem.replace("{X2}", "{X}").replace("{X}", w), short.replace("{X}", w))
    if re.match(r"(A|An|Someone|Two|There|Something)\b", h) or kind == "cardinal":
        return
    neg = negate(h)
    if neg:
        out("negation", *((p, neg) if rng.random() < .6 else (neg, h)), "c")


def claim_pairs(rng, out):
    claim, topic = rng.choice(lines(CLAIMS)).split("|")
    claim, topic = filled(rng, claim, "¤" + topic)
    topic = topic.lstrip("¤")
    text = rng.choice(["article", "report", "text", "brochure", "letter"])
    p = rng.choice([f"The {text} does not mention {topic}.", f"There is no information about {topic} in the {text}.", f"The {text} says nothing about {topic}."])
    h, y = rng.choice([(claim, "n"), (f"The {text} mentions {topic}.", "c"), (f"The {text} is silent about {topic}.", "e"),
                       (claim, "n"), (f"The {text} gives details about {topic}.", "c"), (f"{cap(topic)} is not discussed in the {text}.", "e")])
    out("claim", p, h, y)


def given(path, rng, sets, out, want):
    """Pairs made by swapping one word in the premises of SNLI-dev and MNLI of the training file."""
    prem = set()
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            d = json.loads(line)
            if d["source"] in ("snli_dev", "mnli_train10k") and 5 <= len(d["premise"].split()) <= 26 and not STOP.search(d["premise"]):
                prem.add((d["source"], d["premise"].strip()))
    prem = sorted(prem)
    rng.shuffle(prem)
    swap = {}
    for kind in "colour instrument fruit drink animal bird vehicle month weekday cardinal sport garment season country city nationality furniture room".split():
        for w in sets[kind][1]:
            swap.setdefault(w, []).append(kind)
    for w in ("orange", "second", "may", "may", "bear", "duck", "March", "May", "van", "drum", "plum", "chair", "table"):
        swap.pop(w, None)
    anto = {k: v for a, b in (("sitting", "standing"), ("laughing", "crying"), ("young", "old"), ("tall", "short"), ("inside", "outside"), ("man", "woman"),
                              ("boy", "girl"), ("empty", "full"), ("large", "small"), ("big", "little"), ("indoors", "outdoors"), ("smiling", "frowning"),
                              ("men", "women"), ("boys", "girls"), ("male", "female"), ("walking", "lying down"), ("sleeping", "dancing"), ("running", "sitting"),
                              ("increased", "decreased"), ("won", "lost"), ("opened", "closed"), ("early", "late"), ("north", "south"), ("eastern", "western"))
            for k, v in ((a, b), (b, a))}
    syn = {k: v for a, b in (("large", "big"), ("couch", "sofa"), ("bike", "bicycle"), ("near", "close to"), ("beside", "next to"), ("kid", "child"),
                             ("kids", "children"), ("photo", "photograph"), ("big", "large"), ("street", "road"), ("jumping", "leaping"), ("leaping", "jumping"),
                             ("guy", "man"), ("talking", "speaking"), ("began", "started"), ("children", "kids"), ("infant", "baby"), ("quickly", "rapidly"),
                             ("often", "frequently"), ("purchased", "bought"), ("bought", "purchased"), ("happy", "glad"), ("approximately", "about")) for k, v in ((a, b),)}
    hyper = {"man": "person", "woman": "person", "boy": "child", "girl": "child", "dog": "animal", "horse": "animal", "cat": "animal", "guitar": "musical instrument",
             "car": "vehicle", "truck": "vehicle", "bus": "vehicle", "apple": "fruit", "piano": "musical instrument", "poodle": "dog", "men": "people", "women": "people",
             "dogs": "animals", "boys": "children", "girls": "children"}
    drop = "young|old|red|blue|black|white|yellow|green|brown|large|small|little|tall|elderly|older|pink|orange|gray|wet|crowded|busy"
    made = {"e": 0, "n": 0, "c": 0}
    for source, p in prem:
        ws = re.findall(r"[A-Za-z]+", p)
        ok = lambda w: ws.count(w) == 1
        sub = lambda a, b: articles(re.sub(rf"\b{a}\b", b, p, count=1))
        opts = []
        for w in sorted(set(ws)):
            if not ok(w):
                continue
            for kind in swap.get(w, []):
                if sum(x in sets[kind][1] for x in ws) == 1:
                    other = rng.choice([x for x in sets[kind][1] if x != w])
                    opts.append((p, sub(w, other), "c"))
            if w in anto and anto[w] not in p and (w not in ("man", "woman", "boy", "girl", "men", "women", "boys", "girls", "young", "old", "male", "female") or
                                                   source == "snli_dev" and len({"his", "her", "he", "she", "man", "woman", "boy", "girl", "lady", "guy"} & {x.lower() for x in ws}) <= 1):
                opts.append((p, sub(w, anto[w]), "c"))
            if source == "snli_dev":
                if w in syn and syn[w] not in p:
                    opts.append((p, sub(w, syn[w]), "e") if rng.random() < .6 else (sub(w, syn[w]), p, "e"))
                if w in hyper and hyper[w] not in p and not {"his", "her", "he", "she"} & set(ws):
                    opts.append((p, sub(w, hyper[w]), "e") if rng.random() < .45 else (sub(w, hyper[w]), p, "n"))
                if re.search(rf"\b({drop})\b", w) and re.search(rf"\b{w} (man|woman|boy|girl|dog|shirt|jacket|car|dress|hat|coat|house|truck|ball|building|street)\b", p):
                    q = articles(re.sub(rf"\b{w} ", "", p, count=1))
                    opts.append((p, q, "e") if rng.random() < .4 else (q, p, "n"))
        rng.shuffle(opts)
        picked = sorted(opts, key=lambda o: made[o[2]])[:2]
        for o in picked:
            if made[o[2]] < want * {"c": .42, "e": .33, "n": .27}[o[2]]:
                made[o[2]] += 1
                out("given", *[cap(x) for x in o[:2]], o[2])


def generate(seed, count, nli=None):
    rng = random.Random(seed)
    sets, res, seen = members(), [], set()
    anto, syn, hyper = list(groups(ANTONYMS)), list(groups(SYNONYMS)), list(groups(HYPER, ">"))

    def out(kind, p, h, y):
        if p != h and (p, h) not in seen:
            seen.add((p, h))
            res.append({"source": "own_" + kind, "premise": p, "hypothesis": h, "label": y})
    if nli:
        given(nli, rng, sets, out, count * .4)
    makers = [(.33, lambda: frame_pairs(rng, sets, out)), (.15, lambda: pair_pairs(rng, anto, "c", out)), (.14, lambda: pair_pairs(rng, syn, "e", out)),
              (.11, lambda: hyper_pairs(rng, hyper, out)), (.07, lambda: mod_pairs(rng, out)), (.06, lambda: role_pairs(rng, out)), (.08, lambda: number_pairs(rng, out)),
              (.04, lambda: negation_pairs(rng, sets, out)), (.02, lambda: claim_pairs(rng, out))]
    while len(res) < count:
        rng.choices([m for _, m in makers], [w for w, _ in makers])[0]()
    rng.shuffle(res)
    return res


def sentence_pairs(seed, count):
    """General sentences for the equivalence head: (a, b, 1) by synonym or voice, (a, b, 0) by a small decisive difference."""
    rng, res = random.Random(seed), []
    sets, anto, syn = members(), list(groups(ANTONYMS)), list(groups(SYNONYMS))

    def out(kind, p, h, y):
        if kind in ("pair", "role", "swap", "negation") and p != h:
            res.append((p, h, int(y == "e")))
    while len(res) < count:
        rng.choices([lambda: pair_pairs(rng, syn, "e", out), lambda: pair_pairs(rng, anto, "c", out), lambda: role_pairs(rng, out),
                     lambda: frame_pairs(rng, sets, out), lambda: negation_pairs(rng, sets, out)], [.34, .2, .2, .2, .06])[0]()
    return res[:count]
