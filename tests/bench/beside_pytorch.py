"""PyTorch's part of beside-pytorch.mjs: trains a network that the page has saved before its first update, in one thread.

    python3 beside_pytorch.py FOLDER UPDATES MINUTES

FOLDER holds what “Continue in PyTorch” gives: network, text, continue.py. Its Network, windows and losses are used, so that both
train the same thing. UPDATES and MINUTES, with commas, say where the held-out part is evaluated; the last minute ends it.
"""
import importlib.util
import json
import sys
import time
from pathlib import Path

import torch
from torch import nn

torch.set_num_threads(1)
folder = Path(sys.argv[1])
updates, minutes = ([int(mark) for mark in marks.split(",")] for marks in sys.argv[2:4])

spec = importlib.util.spec_from_file_location("program", folder / "continue.py")
program = importlib.util.module_from_spec(spec)
spec.loader.exec_module(program)

tensors, metadata = program.read_safetensors(folder / "network.safetensors")
settings = json.loads(metadata["settings"])
network = program.Network(settings, int(metadata["vocabularySize"]))
network.load_state_dict({name: tensors[network.file_name(name)] for name, _ in network.named_parameters()})
optimizer = program.optimizer_for(network, settings, tensors, 0)
inputs, targets = program.padded(program.sequences_in(tensors, "training."), "cpu")
held_out = program.sequences_in(tensors, "held_out.")

not_counted = time.process_time()
step = epoch = 0


def look():
    """Evaluates where it is time to; whether that was the last time."""
    global not_counted
    now = time.process_time() - not_counted
    time_is_up = now >= 60 * minutes[0]
    if not time_is_up and step not in updates:
        return False
    if time_is_up:
        minutes.pop(0)
    loss = program.mean_loss(network, held_out, "cpu")
    print(f"PyTorch {torch.__version__}: {now / 60:.2f} minutes, {step} updates, held out {loss:.4f} nats", flush=True)
    not_counted = time.process_time() - now
    return not minutes


def train_epoch():
    global step
    state = network.start(len(inputs))
    for part in program.windows_of(inputs.shape[1], settings, epoch):
        logits, state = network(inputs[:, part], state)
        state = tuple(h.detach() for h in state) if isinstance(state, tuple) else state.detach()
        counted = (targets[:, part] != program.NO_TOKEN).sum()
        loss = program.total_loss(logits, targets[:, part])
        optimizer.zero_grad()
        (loss / counted if settings["reduction"] == "mean" else loss).backward()
        nn.utils.clip_grad_norm_(network.parameters(), settings["clipNorm"])
        optimizer.step()
        step += 1
        if look():
            return False
    return True


while train_epoch():
    epoch += 1
