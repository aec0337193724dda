"""Trains a LoRA of the embedded model on what `probity export --format chat` wrote:

    python train.py --gguf MODEL.gguf --data train.jsonl --out lora

Loss is taken of the answer alone. Seeded; sums over several threads still differ in the last digits between machines."""

import argparse

import torch
from base import load_model, load_tokenizer
from datasets import load_dataset
from peft import LoraConfig
from transformers import set_seed
from trl import SFTConfig, SFTTrainer


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gguf", required=True, help="the model file that probity serves")
    parser.add_argument("--data", required=True, help="examples, JSON lines of `messages`")
    parser.add_argument("--out", required=True, help="folder for the adapter")
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--steps", type=int, default=-1, help="stop after so many steps instead")
    parser.add_argument("--rate", type=float, default=2e-4, help="learning rate")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--length", type=int, default=256, help="longest example, in tokens; longer ones are cut")
    parser.add_argument("--threads", type=int, default=0, help="0: as many as torch likes")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def prompt_and_completion(example):
    return {"prompt": example["messages"][:-1], "completion": example["messages"][-1:]}


def main():
    args = arguments()
    set_seed(args.seed)
    if args.threads:
        torch.set_num_threads(args.threads)
    data = load_dataset("json", data_files=args.data, split="train")
    data = data.map(prompt_and_completion, remove_columns=data.column_names)
    adapter = LoraConfig(
        r=args.rank,
        lora_alpha=2 * args.rank,
        lora_dropout=0.05,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
        task_type="CAUSAL_LM",
    )
    settings = SFTConfig(
        output_dir=args.out,
        num_train_epochs=args.epochs,
        max_steps=args.steps,
        per_device_train_batch_size=args.batch,
        learning_rate=args.rate,
        lr_scheduler_type="cosine",
        warmup_ratio=0.05,
        max_length=args.length,
        completion_only_loss=True,
        bf16=torch.cuda.is_available(),
        gradient_checkpointing=False,
        logging_steps=10,
        save_strategy="no",
        report_to="none",
        seed=args.seed,
    )
    trainer = SFTTrainer(
        model=load_model(args.gguf),
        args=settings,
        train_dataset=data,
        processing_class=load_tokenizer(args.gguf),
        peft_config=adapter,
    )
    trainer.train()
    trainer.save_model(args.out)


if __name__ == "__main__":
    main()
