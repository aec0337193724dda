"""The embedded model as transformers has it, from the GGUF file that probity serves."""

from pathlib import Path

import torch
from gguf import GGUFReader
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer


def load_model(path):
    """The weights of the file, dequantised."""
    path = Path(path)
    return AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)


def load_tokenizer(path):
    """The tokenizer and the chat template of the file."""
    path = Path(path)
    fields = GGUFReader(path).fields
    tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    if fields["tokenizer.ggml.pre"].contents() == "smollm":
        # As the engine reads it: single digits, and no blank before a text. transformers takes it for a Llama's.
        steps = [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
        tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(steps)
        tokenizer.backend_tokenizer.normalizer = None
    tokenizer.chat_template = fields["tokenizer.chat_template"].contents()
    tokenizer.eos_token = tokenizer.convert_ids_to_tokens(int(fields["tokenizer.ggml.eos_token_id"].contents()))
    # Padding is masked out of loss and attention; it only has to be a token.
    tokenizer.pad_token = tokenizer.eos_token
    return tokenizer
