"""Train the reader: `python -m training.reader.train DATA OUT`.

DATA is what `make_examples` made; OUT gets checkpoints, the log and, at the end, the weights.
Started again with the same OUT, it goes on from the last checkpoint. Settings are in settings.toml
beside this file. Uses a GPU where there is one.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from assistant.encoder.bert import from_bert
from assistant.encoder.files import encoder_folder
from assistant.reader.network import Network
from assistant.reader.weights import load_tokenizer, save_weights
from assistant.reader.windows import MOST_TOKENS
from training.reader.batches import Batch, batches, chosen, losses
from training.reader.examples import Example, read

SETTINGS = Path(__file__).with_name("settings.toml")
_SAY_EVERY = 25


def main() -> None:
    """Train, with checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--until", help="stop after the stage of this name")
    options = parser.parse_args()
    settings = tomllib.loads(SETTINGS.read_text("utf-8"))
    options.out.mkdir(parents=True, exist_ok=True)
    examples: dict[str, list[Example]] = {}
    for file in sorted(options.data.glob("*.train.jsonl")):
        examples[file.name.split(".")[0]] = read(file)
    if not examples:
        sys.exit(f"There are no examples in {options.data}: run training.reader.make_examples.")
    Training(settings, examples, options.out).run(options.until)


class Training:
    """A run over the stages of the settings, resumable at any batch."""

    def __init__(
        self, settings: Mapping[str, Any], examples: Mapping[str, list[Example]], out: Path
    ) -> None:
        self._settings = settings
        self._examples = examples
        self._out = out
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._tokenizer = load_tokenizer()
        torch.manual_seed(settings["seed"])
        encoder = load_file(encoder_folder() / "model.safetensors")
        self._network = Network(encoder["embeddings.word_embeddings.weight"].shape[0])
        self._network.load_state_dict(from_bert(encoder), strict=False)
        self._network.to(self._device)
        learnt = [p for p in self._network.parameters() if p.requires_grad]
        decay = settings["weight_decay"]
        self._optimiser = torch.optim.AdamW(
            [
                {"params": [p for p in learnt if p.dim() > 1], "weight_decay": decay},
                {"params": [p for p in learnt if p.dim() <= 1], "weight_decay": 0.0},
            ],
            betas=(0.9, 0.98),
            eps=1e-6,
        )
        self._done: list[str] = []
        self._batch = 0
        self._resume()

    def run(self, until: str | None) -> None:
        """Go through the stages that are not done, then write the weights."""
        for stage in self._settings["stages"]:
            missing = sorted(set(stage["repeats"]) - set(self._examples))
            if missing:
                sys.exit(
                    f"There are no examples of {', '.join(missing)}, which the stage "
                    f"“{stage['name']}” is to learn from: run training.reader.make_examples."
                )
        for stage in self._settings["stages"]:
            if stage["name"] not in self._done:
                self._run_stage(stage)
                self._done.append(stage["name"])
                self._batch = 0
                self._save()
                # Readers of several stages are averaged afterwards.
                save_weights(self._network, self._out / f"{stage['name']}.safetensors")
            if stage["name"] == until:
                break
        save_weights(self._network, self._out / "reader.safetensors")

    def _run_stage(self, stage: Mapping[str, Any]) -> None:
        settings = self._settings
        chance = random.Random(f"{settings['seed']} {stage['name']}")
        listed = chosen(self._examples, stage["repeats"], stage["wrong"], chance)
        prepared = list(
            batches(listed, self._tokenizer, MOST_TOKENS, settings["tokens_a_batch"], chance)
        )
        self._say({"stage": stage["name"], "questions": len(listed), "batches": len(prepared)})
        self._network.train()
        started = saved = time.monotonic()
        sums: dict[str, float] = {}
        summed = 0
        first = self._batch
        for at in range(first, len(prepared)):
            rate = _rate(stage, at / len(prepared))
            for name, value in self._step(prepared[at], rate, stage["dropout"]).items():
                sums[name] = sums.get(name, 0.0) + value
            self._batch = at + 1
            now = time.monotonic()
            summed += 1
            if self._batch % _SAY_EVERY == 0:
                means = {name: round(value / summed, 4) for name, value in sums.items()}
                left = (now - started) / (self._batch - first) * (len(prepared) - self._batch)
                place = {"batch": self._batch, "of": len(prepared), "rate": round(rate, 7)}
                self._say({**place, **means, "minutes_left": round(left / 60, 1)})
                sums, summed = {}, 0
            if now - saved > 60 * settings["checkpoint_minutes"]:
                self._save()
                saved = now

    def _step(self, batch: Batch, rate: float, dropout: float) -> dict[str, float]:
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        batch = _moved(batch, self._device)
        with torch.autocast(self._device.type, torch.bfloat16):
            said = self._network(batch.tokens, batch.segments, batch.real, dropout)
        parts = losses(said, batch)
        total = torch.stack([self._settings["losses"][name] * p for name, p in parts.items()]).sum()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), self._settings["clip"])
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        return {name: float(part.detach()) for name, part in parts.items()}

    def _save(self) -> None:
        part = self._out / "checkpoint.part"
        torch.save(
            {
                "network": self._network.state_dict(),
                "optimiser": self._optimiser.state_dict(),
                "done": self._done,
                "batch": self._batch,
                "random": torch.get_rng_state(),
                "settings": json.dumps(self._settings, sort_keys=True),
            },
            part,
        )
        part.replace(self._out / "checkpoint.pt")

    def _resume(self) -> None:
        file = self._out / "checkpoint.pt"
        if file.exists():
            kept = torch.load(file, map_location=self._device, weights_only=True)
            own = json.dumps(self._settings, sort_keys=True)
            if kept["batch"] and kept["settings"] != own:
                # Batch 700 would be another one.
                sys.exit(
                    f"{SETTINGS} was changed since the run in {self._out} was begun. Put it back, "
                    "or train into another folder."
                )
            self._network.load_state_dict(kept["network"])
            self._optimiser.load_state_dict(kept["optimiser"])
            self._done, self._batch = kept["done"], kept["batch"]
            torch.set_rng_state(kept["random"].cpu())
            self._say({"resumed": self._done, "batch": self._batch})

    def _say(self, what: Mapping[str, Any]) -> None:
        line = json.dumps({"at": time.strftime("%H:%M:%S"), **what})
        with (self._out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")
        sys.stderr.write(line + "\n")


def _rate(stage: Mapping[str, Any], progress: float) -> float:
    warm = stage["warm_up"]
    if progress < warm:
        return float(stage["rate"] * max(progress / warm, 0.02))
    rest = (progress - warm) / (1 - warm)
    return float(stage["rate"] + rest * (stage["last_rate"] - stage["rate"]))


def _moved(batch: Batch, device: torch.device) -> Batch:
    if device.type == "cpu":
        return batch
    values = {field.name: getattr(batch, field.name) for field in fields(batch)}
    return Batch(**{n: v.to(device) if isinstance(v, Tensor) else v for n, v in values.items()})


if __name__ == "__main__":
    main()
