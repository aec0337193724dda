"""Writes what the engine loads: `python3 export.py --weights phase1.pt --out DIR`.

Every matrix becomes signed 8-bit codes with one float32 scale a row (weight = code x scale); vectors stay float32.
"""

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

SCALE = "_scale"


def quantised(state):
    """The state dictionary with matrices as codes and scales."""
    out = {}
    for name, tensor in state.items():
        name = name.removeprefix("encoder.") if name.startswith("encoder.") else name
        if tensor.ndim != 2:
            if tensor.is_floating_point():
                out[name] = tensor.float().contiguous()
            continue
        scale = best_scale(tensor.float())
        out[name] = torch.clamp(torch.round(tensor / scale[:, None]), -127, 127).to(torch.int8)
        out[name + SCALE] = scale
    return out


def best_scale(matrix):
    """For each row, the scale of least squared error among slightly clipped ones."""
    top = matrix.abs().amax(1).clamp(min=1e-8)
    best, least = top / 127, torch.full_like(top, torch.inf)
    for clip in torch.linspace(0.7, 1.0, 13):
        scale = clip * top / 127
        codes = torch.clamp(torch.round(matrix / scale[:, None]), -127, 127)
        error = ((codes * scale[:, None] - matrix) ** 2).sum(1)
        better = error < least
        best, least = torch.where(better, scale, best), torch.where(better, error, least)
    return best


def read_weights(path):
    """A state dictionary of the model, from a checkpoint or from exported weights."""
    if not str(path).endswith(".safetensors"):
        return torch.load(path)
    state = {}
    tensors = load_file(path)
    for name, tensor in tensors.items():
        if name.endswith(SCALE):
            continue
        if tensor.dtype == torch.int8:
            tensor = tensor.float() * tensors[name + SCALE][:, None]
        state[name if name.startswith("heads.") else f"encoder.{name}"] = tensor
    return state


def main():
    from model import GATE
    from train import start_model

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    out = Path(options.out)
    tensors = quantised(read_weights(options.weights))
    save_file(tensors, out / "pair.safetensors")
    shutil.copy(start_model() / "tokenizer.json", out / "tokenizer.json")
    config = {
        "format": 1,
        "name": "pair-1",
        "hidden": 384,
        "layers": 6,
        "heads": 12,
        "intermediate": 1536,
        "vocab": 30522,
        "positions": 512,
        "layer_norm_eps": 1e-12,
        "dense": 384,
        "gate_labels": GATE,
        "max_tokens": 256,
    }
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    print(f"{sum(t.numel() * t.element_size() for t in tensors.values()) / 1e6:.1f} MB in {len(tensors)} tensors")


if __name__ == "__main__":
    main()
