"""How fast PyTorch runs the pair model's encoder and head: `python3 torch_speed.py DIRECTORY [SECONDS [THREADS]]`.

Prints a line for each shape and precision, in the form of `cargo bench -p probity-engine --bench pair`. What is timed
is the model alone: token ids are ready, and all sequences of a call are of one length, so that nothing is padded.
"""

import statistics
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch.nn import functional as F
from transformers import BertConfig, BertModel

SHAPES = [(1, 24), (5, 24), (8, 24), (32, 24)]


def weights(path):
    """All tensors as float32."""
    tensors = load_file(path)
    scaled = lambda name, tensor: tensor.float() * tensors[name + "_scale"][:, None]
    plain = {name: tensor for name, tensor in tensors.items() if not name.endswith("_scale")}
    return {name: scaled(name, tensor) if tensor.dtype == torch.int8 else tensor for name, tensor in plain.items()}


class Judge(torch.nn.Module):
    """The encoder and the equivalence head."""

    def __init__(self, tensors):
        super().__init__()
        self.encoder = BertModel(
            BertConfig(
                vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536
            ),
            add_pooling_layer=False,
        )
        encoder = {name: tensor for name, tensor in tensors.items() if not name.startswith("heads.")}
        self.encoder.load_state_dict(encoder, strict=False)
        self.dense, self.out = torch.nn.Linear(1920, 384), torch.nn.Linear(384, 1)
        for layer, name in ((self.dense, "dense"), (self.out, "out")):
            layer.weight.data = tensors[f"heads.equivalence.{name}.weight"]
            layer.bias.data = tensors[f"heads.equivalence.{name}.bias"]

    def forward(self, ids, types):
        states = self.encoder(input_ids=ids, token_type_ids=types).last_hidden_state
        a, b = states[:, 10:16].mean(1), states[:, 17:23].mean(1)
        features = torch.cat([states.mean(1), a, b, (a - b).abs(), a * b], dim=-1)
        return torch.sigmoid(self.out(F.gelu(self.dense(features))))


def measure(model, count, length, seconds):
    ids = torch.randint(1000, 30000, (count, length))
    types = (torch.arange(length) >= 17).long().expand(count, length)
    times = []
    with torch.inference_mode():
        for _ in range(2):
            model(ids, types)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or len(times) < 3:
            begin = time.perf_counter()
            model(ids, types)
            times.append(time.perf_counter() - begin)
    return statistics.median(times), min(times)


def main():
    directory, seconds = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.7
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else torch.get_num_threads())
    model = Judge(weights(directory / "pair.safetensors")).eval()
    for name, precision in (("Float32", torch.float32), ("Bfloat16", torch.bfloat16)):
        model = model.to(precision)
        print(f"{name}: PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
        for count, length in SHAPES:
            median, best = measure(model, count, length, seconds)
            shape = f"{count} x {length}"
            print(
                f"  {shape:7}: {count / median:7.1f} pairs/s, {median * 1e3:6.2f} ms a call; "
                f"at best {count / best:7.1f} pairs/s",
                flush=True,
            )


if __name__ == "__main__":
    main()
