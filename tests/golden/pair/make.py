"""Makes the tiny checkpoint in this directory and what `transformers` computes with it: `python3 make.py`.

Needs torch, transformers, tokenizers and safetensors. The weights are random; the point is that two independent
implementations agree on them. Matrices are 8-bit codes, but for those of the gate and the positions, so that both forms are read.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch.nn import functional as F
from transformers import BertConfig, BertModel

HERE = Path(__file__).parent
HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS, DENSE, MAX_TOKENS = 64, 2, 4, 128, 512, 64, 96
GATE = ["question", "reasoning", "writing", "code", "transformation", "opinion", "chat"]
WORDS = """paris london berlin rome the is of capital france england it a city in what which who wrote king lear hamlet
shakespeare marlowe by was yes no not 1 2 3 42 1999 ##s ##ed ##ing ##er river seine thames long old new big small . , ? !
' - ( ) and or one two three water fire please write poem about spring summer code function sort list hello thanks"""


def vocabulary():
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS.split()]
    letters = "abcdefghijklmnopqrstuvwxyz0456789"
    words += [letter for letter in letters if letter not in words] + ["##" + letter for letter in letters]
    return {word: index for index, word in enumerate(dict.fromkeys(words))}


def tokenizer(words):
    built = Tokenizer(models.WordPiece(words, unk_token="[UNK]", max_input_chars_per_word=100))
    built.normalizer = normalizers.BertNormalizer(lowercase=True)
    built.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    built.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    return built


def weights(model):
    """The encoder's random weights and the heads', some of them as 8-bit codes; and all of them as the model has them."""
    plain = {name: tensor.detach().clone() for name, tensor in model.state_dict().items() if tensor.is_floating_point()}
    for name, inputs, outputs in (("equivalence", 5, 1), ("entailment", 5, 3), ("gate", 1, len(GATE))):
        plain[f"heads.{name}.dense.weight"] = torch.randn(DENSE, inputs * HIDDEN) * 0.15
        plain[f"heads.{name}.dense.bias"] = torch.randn(DENSE) * 0.1
        plain[f"heads.{name}.out.weight"] = torch.randn(outputs, DENSE) * 0.12
        plain[f"heads.{name}.out.bias"] = torch.randn(outputs) * 0.1
    stored = {}
    for name, tensor in plain.items():
        if tensor.ndim == 2 and "heads.gate" not in name and "position" not in name:
            scale = tensor.abs().amax(1).clamp(min=1e-8) / 127
            codes = torch.clamp(torch.round(tensor / scale[:, None]), -127, 127)
            stored[name], stored[name + "_scale"] = codes.to(torch.int8), scale
            plain[name] = codes * scale[:, None]
        else:
            stored[name] = tensor.contiguous()
    return plain, stored


def head(plain, name, features):
    dense = F.gelu(F.linear(features, plain[f"heads.{name}.dense.weight"], plain[f"heads.{name}.dense.bias"]))
    return F.linear(dense, plain[f"heads.{name}.out.weight"], plain[f"heads.{name}.out.bias"])


def states(model, parts, words):
    """The last states of `[CLS] part [SEP] ...`, and where each part lies."""
    ids, spans = [words["[CLS]"]], []
    for part in parts:
        spans.append((len(ids), len(ids) + len(part)))
        ids += [*part, words["[SEP]"]]
    second = spans[-1][0] if len(parts) > 1 else len(ids)
    types = [int(index >= second) for index in range(len(ids))]
    out = model(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types])).last_hidden_state[0]
    return out, spans


def mean(rows):
    return rows.mean(0) if len(rows) else torch.zeros(HIDDEN)


def pair_features(out, spans):
    a, b = (mean(out[start:end]) for start, end in spans[-2:])
    return torch.cat([out.mean(0), a, b, (a - b).abs(), a * b])


EQUIVALENCE = [
    ["what is the capital of france ?", "Paris", "It's Paris."],
    ["what is the capital of france ?", "london", "berlin"],
    ["", "42", "42"],
    ["who wrote hamlet", "", "shakespeare"],
    ["", "", ""],
    ["who wrote king lear ? " * 20, "shakespeare", "marlowe and shakespeare"],
    ["who wrote king lear ? " * 20, "one two three " * 10, "the river thames is long and old " * 5],
    ["which city", "Zürich!", "zurich ?"],
]
ENTAILMENT = [
    ["paris is the capital of france.", "france is a city"],
    ["", "no"],
    ["the river seine is long " * 40, "the river is not small"],
]
GATES = ["what is the capital of france?", "please write a poem about spring", "", "sort the list " * 100]
EMBEDDINGS = ["paris is the capital of france.", "hello", ""]


def main():
    torch.manual_seed(7)
    words = vocabulary()
    config = BertConfig(
        vocab_size=len(words), hidden_size=HIDDEN, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        intermediate_size=INTERMEDIATE, max_position_embeddings=POSITIONS, initializer_range=0.15, layer_norm_eps=1e-12,
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    for name, tensor in model.named_parameters():
        if tensor.ndim == 1:
            tensor.data += torch.randn_like(tensor) * 0.1
    plain, stored = weights(model)
    model.load_state_dict({name: tensor for name, tensor in plain.items() if not name.startswith("heads.")}, strict=False)
    built = tokenizer(words)
    ids = lambda text: built.encode(text, add_special_tokens=False).ids
    golden = {"equivalence": [], "entailment": [], "gate": [], "embedding": []}
    with torch.no_grad():
        for question, a, b in EQUIVALENCE:
            first, second = sorted((a, b), key=lambda text: (len(text), text.encode()))
            room = MAX_TOKENS - 4 - len(ids(a)) - len(ids(b))
            asked = ids(question)[-64:]
            kept = min(len(asked), max(room, 16))
            features = pair_features(*states(model, [asked[len(asked) - kept :], ids(first), ids(second)], words))
            probability = torch.sigmoid(head(plain, "equivalence", features)).item()
            golden["equivalence"].append({"question": question, "a": a, "b": b, "probability": probability})
        for premise, hypothesis in ENTAILMENT:
            features = pair_features(*states(model, [ids(premise), ids(hypothesis)], words))
            probabilities = torch.softmax(head(plain, "entailment", features), -1).tolist()
            golden["entailment"].append({"premise": premise, "hypothesis": hypothesis, "probabilities": probabilities})
        for request in GATES:
            asked = ids(request)
            asked = asked if len(asked) <= 126 else asked[:80] + asked[-46:]
            probabilities = torch.softmax(head(plain, "gate", states(model, [asked], words)[0].mean(0)), -1).tolist()
            golden["gate"].append({"request": request, "probabilities": probabilities})
        for text in EMBEDDINGS:
            vector = F.normalize(states(model, [ids(text)], words)[0].mean(0), dim=0).tolist()
            golden["embedding"].append({"text": text, "vector": vector})
    shape = {
        "format": 1, "name": "tiny", "hidden": HIDDEN, "layers": LAYERS, "heads": HEADS, "intermediate": INTERMEDIATE,
        "vocab": len(words), "positions": POSITIONS, "layer_norm_eps": 1e-12, "dense": DENSE, "gate_labels": GATE,
        "max_tokens": MAX_TOKENS, "calibration": {"unknown": "to the engine"},
    }
    (HERE / "config.json").write_text(json.dumps(shape, indent=1) + "\n")
    (HERE / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")
    built.save(str(HERE / "tokenizer.json"))
    save_file(stored, HERE / "pair.safetensors")


if __name__ == "__main__":
    main()
