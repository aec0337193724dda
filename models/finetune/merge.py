"""Merges an adapter into the model and writes both forms of it:

    python merge.py --gguf MODEL.gguf --adapter lora --out tuned

`tuned/` then holds `model.safetensors` with its configuration and tokenizer, for transformers, vLLM and the like, and
`tuned/model.gguf`, which probity serves itself (`engine.path`). All but the weights of the GGUF file is copied from the
one that was given. Without --adapter the weights stay what they were: a check of the way there and back."""

import argparse
from pathlib import Path

import numpy as np
from base import load_model, load_tokenizer
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType, quants
from peft import PeftModel

# The file's names of tensors, and transformers'. Blocks are numbered in both.
OUTER = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
INNER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
KINDS = {
    "q8_0": (GGMLQuantizationType.Q8_0, LlamaFileType.MOSTLY_Q8_0),
    "f16": (GGMLQuantizationType.F16, LlamaFileType.MOSTLY_F16),
    "f32": (GGMLQuantizationType.F32, LlamaFileType.ALL_F32),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gguf", required=True, help="the model file that was trained on")
    parser.add_argument("--adapter", help="the folder that train.py wrote")
    parser.add_argument("--out", required=True, help="folder for the merged model")
    parser.add_argument("--kind", choices=KINDS, default="q8_0", help="how matrices lie in the GGUF file")
    return parser.parse_args()


def name_of(name):
    if name in OUTER:
        return OUTER[name]
    _, block, inner, _ = name.split(".")
    return f"model.layers.{block}.{INNER[inner]}.weight"


def interleaved(weight, heads):
    """Rows of queries and keys in the order of the file, whose rotary positions turn neighbours, not halves."""
    rows, columns = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def tensor(name, model):
    weight = model.state_dict()[name_of(name)].float().numpy()
    if ".attn_q." in name:
        weight = interleaved(weight, model.config.num_attention_heads)
    if ".attn_k." in name:
        weight = interleaved(weight, model.config.num_key_value_heads)
    return np.ascontiguousarray(weight)


def write_gguf(model, source, path, kind):
    matrix, file_type = KINDS[kind]
    reader = GGUFReader(source)
    writer = GGUFWriter(path, reader.fields["general.architecture"].contents())
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in ("general.architecture", "general.file_type"):
            continue
        element = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=element)
    writer.add_file_type(file_type)
    for entry in reader.tensors:
        weight = tensor(entry.name, model)
        kept = GGMLQuantizationType.F32 if weight.ndim == 1 else matrix
        writer.add_tensor(entry.name, quants.quantize(weight, kept), raw_dtype=kept)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    args = arguments()
    model = load_model(args.gguf)
    if args.adapter:
        model = PeftModel.from_pretrained(model, args.adapter).merge_and_unload()
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(out, safe_serialization=True)
    load_tokenizer(args.gguf).save_pretrained(out)
    write_gguf(model, args.gguf, out / "model.gguf", args.kind)


if __name__ == "__main__":
    main()
