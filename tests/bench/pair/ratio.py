"""Sets the engine's figures against PyTorch's: `ratio.py ENGINE TORCH ENGINE ...`, files in the order of their runs."""

import re
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

LINE = re.compile(r"^ {2}(\d+ x \d+) *: +([\d.]+) pairs/s.*at best +([\d.]+) pairs/s")


def read(path, rates):
    precision = None
    for line in Path(path).read_text().splitlines():
        if found := LINE.match(line):
            rates[precision, found[1]].append((float(found[2]), float(found[3])))
        elif re.match(r"^\w+:", line):
            precision = line.split(":")[0]


def main():
    engine, torch = defaultdict(list), defaultdict(list)
    for path in sys.argv[1:]:
        read(path, torch if "torch" in Path(path).name else engine)
    print("pairs/s, median of each run and best of all; ratios to PyTorch float32")
    for (precision, shape), runs in engine.items():
        if (("Float32", shape)) not in torch:
            continue
        theirs, ours = torch["Float32", shape], runs
        typical = median(run[0] for run in ours), median(run[0] for run in theirs)
        best = max(run[1] for run in ours), max(run[1] for run in theirs)
        print(
            f"{precision:8} {shape:7}: {typical[0]:7.1f} against {typical[1]:7.1f}, {typical[0] / typical[1]:.2f} x; "
            f"at best {best[0]:7.1f} against {best[1]:7.1f}, {best[0] / best[1]:.2f} x"
        )
    for shape in dict.fromkeys(shape for _, shape in torch):
        halves = torch.get(("Bfloat16", shape))
        if halves:
            print(f"PyTorch bfloat16 {shape:7}: {median(run[0] for run in halves):7.1f}, at best {max(run[1] for run in halves):7.1f}")


if __name__ == "__main__":
    main()
