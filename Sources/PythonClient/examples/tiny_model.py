"""A language model, a classifier and a tokenizer that are made on the spot: nothing is downloaded, all is random."""

import torch
from datasets import Dataset
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import GPT2Config, GPT2ForSequenceClassification, GPT2LMHeadModel, PreTrainedTokenizerFast

WORDS = "the a red blue old new cat dog house tree runs sleeps sings falls and or very far today again . ? !".split()


def tokenizer():
    vocabulary = {word: index for index, word in enumerate(["<pad>", "<s>", "</s>", "<unk>", *WORDS])}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", bos_token="<s>", eos_token="</s>", unk_token="<unk>",
        padding_side="left",
    )  # fmt: skip


def _config(**more):
    return GPT2Config(vocab_size=len(WORDS) + 4, n_positions=64, n_embd=32, n_layer=2, n_head=2,
                      bos_token_id=1, eos_token_id=2, pad_token_id=0, **more)  # fmt: skip


def policy(seed=0):
    torch.manual_seed(seed)
    return GPT2LMHeadModel(_config())


def classifier(seed):
    """A reward model with a mind of its own."""
    torch.manual_seed(seed)
    return GPT2ForSequenceClassification(_config(num_labels=1))


def prompts(count=256):
    starts = [f"{article} {colour} {noun}" for noun in WORDS[6:10] for colour in WORDS[2:6] for article in WORDS[:2]]
    rows = [f"{starts[index % len(starts)]} {WORDS[10 + index % 4]}" for index in range(count)]
    kinds = ["moves" if row.endswith(("runs", "falls")) else "rests" for row in rows]
    return Dataset.from_dict({"prompt": [row + " " for row in rows], "kind": kinds})
