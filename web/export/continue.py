"""Goes on training a network of the RNN Playground, with PyTorch and nothing else.

    python3 continue.py                        on one machine
    torchrun --nproc_per_node 2 continue.py    in two processes; over several machines with torchrun's own options

Beside it lie the network (network.safetensors: weights, optimizer, settings, and the text as token ids), the text it was trained on
(text.txt), and the loss that the page computed (page.json). Of a given --seed the losses are the same in one process and in
several. Only the order in which sequences are drawn is PyTorch's own, and an epoch that the page had begun is begun again.
"""
import argparse
import json
import math
import os
import struct
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn

HERE = Path(__file__).resolve().parent
NO_TOKEN = -1
SIDE_BY_SIDE, WINDOW = 32, 128  # sequences and time steps that are evaluated at a time
DTYPES = {"F32": torch.float32, "F64": torch.float64, "I32": torch.int32, "I64": torch.int64, "U64": torch.int64, "U8": torch.uint8}


def read_safetensors(path):
    """Its tensors by name, and its metadata: 8 bytes with the header's length, the header in JSON, then the numbers."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        dtype = DTYPES[entry["dtype"]]
        numbers = torch.frombuffer(bytearray(data[begin:end]), dtype=dtype) if end > begin else torch.empty(0, dtype=dtype)
        tensors[name] = numbers.reshape(entry["shape"])
    return tensors, metadata


class UnboundedRNN(nn.Module):
    """What nn.RNN does not have: h = W_ih x + b_ih + W_hh h + b_hh, without a tanh ("identity"); and the tutorial's listing, whose
    backward pass multiplies by the derivative of a tanh that the forward pass does not have ("listing")."""

    def __init__(self, inputs, hidden, layers, bias, listing):
        super().__init__()
        self.layers, self.bias, self.listing = layers, bias, listing
        for k in range(layers):
            shapes = {"weight_ih": (hidden, hidden if k else inputs), "weight_hh": (hidden, hidden)}
            if bias:
                shapes.update(bias_ih=(hidden,), bias_hh=(hidden,))
            for name, shape in shapes.items():
                self.register_parameter(f"{name}_l{k}", nn.Parameter(torch.empty(shape)))

    def forward(self, x, state):
        last = []
        for k in range(self.layers):
            get = lambda name: getattr(self, f"{name}_l{k}") if self.bias or name.startswith("weight") else None
            h, outputs = state[k], []
            for x_t in x.unbind(1):
                h = F.linear(x_t, get("weight_ih"), get("bias_ih")) + F.linear(h, get("weight_hh"), get("bias_hh"))
                if self.listing and h.requires_grad:
                    h.register_hook(lambda gradient, h=h.detach(): gradient * (1 - h * h))
                outputs.append(h)
            x = torch.stack(outputs, 1)
            last.append(h)
        return x, torch.stack(last)


class Network(nn.Module):
    """Token ids, N × T, to the logits of the token that follows each, N × T × V."""

    def __init__(self, settings, vocabulary):
        super().__init__()
        cell, hidden, layers, bias = (settings[name] for name in ("cell", "hiddenSize", "layers", "bias"))
        activation = settings["activation"]
        self.cell, self.vocabulary = cell, vocabulary
        if cell != "rnn":
            kind = nn.LSTM if cell == "lstm" else nn.GRU
            self.rnn = kind(vocabulary, hidden, layers, bias=bias, batch_first=True)
        elif activation in ("tanh", "relu"):
            self.rnn = nn.RNN(vocabulary, hidden, layers, nonlinearity=activation, bias=bias, batch_first=True)
        else:
            self.rnn = UnboundedRNN(vocabulary, hidden, layers, bias, activation == "listing")
        self.out = nn.Linear(hidden, vocabulary, bias=bias)

    def file_name(self, name):
        """A parameter's name in the file."""
        return name[len("rnn.") :] if name.startswith("rnn.") else name[len("out.") :] + "_out"

    def start(self, sequences):
        weight = self.out.weight
        zeros = weight.new_zeros(layers_of(self.rnn), sequences, weight.shape[1])
        return (zeros, zeros) if self.cell == "lstm" else zeros

    def forward(self, ids, state):
        one_hot = F.one_hot(ids + 1, self.vocabulary + 1)[..., 1:].to(self.out.weight.dtype)  # no token: all zero
        outputs, state = self.rnn(one_hot, state)
        return self.out(outputs), state


def layers_of(rnn):
    return rnn.layers if isinstance(rnn, UnboundedRNN) else rnn.num_layers


def sequences_in(tensors, prefix):
    """Input and target ids of each sequence."""
    lengths = tensors[prefix + "lengths"].tolist()
    inputs, targets = (tensors[prefix + name].long().split(lengths) for name in ("inputs", "targets"))
    return list(zip(inputs, targets))


def padded(sequences, device):
    """Of unequal length, to N × T each: behind the end of a sequence nothing is read and nothing expected."""
    pad = lambda parts: nn.utils.rnn.pad_sequence(parts, batch_first=True, padding_value=NO_TOKEN).to(device)
    return pad([inputs for inputs, _ in sequences]), pad([targets for _, targets in sequences])


def total_loss(logits, targets):
    """In nats, summed over the targets that there are."""
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=NO_TOKEN, reduction="sum")


@torch.no_grad()
def mean_loss(network, sequences, device):
    """Per token, as the page shows it; some sequences side by side, and of long ones a window after the other."""
    loss = tokens = 0
    for at in range(0, len(sequences), SIDE_BY_SIDE):
        inputs, targets = padded(sequences[at : at + SIDE_BY_SIDE], device)
        state = network.start(len(inputs))
        for begin in range(0, inputs.shape[1], WINDOW):
            part = slice(begin, begin + WINDOW)
            logits, state = network(inputs[:, part], state)
            loss += total_loss(logits.double(), targets[:, part]).item()
        tokens += (targets != NO_TOKEN).sum().item()
    return loss / tokens


def optimizer_for(network, settings, tensors, steps):
    """With the moments that the page's had, by name of parameter."""
    s, rate = settings, settings["learningRate"]
    beta = (s["beta1"], s["beta2"])
    make, first, second = {
        "sgd": (lambda p: torch.optim.SGD(p, rate), None, None),
        "momentum": (lambda p: torch.optim.SGD(p, rate, s["momentum"]), "momentum_buffer", None),
        "nesterov": (lambda p: torch.optim.SGD(p, rate, s["momentum"], nesterov=True), "momentum_buffer", None),
        "rmsprop": (lambda p: torch.optim.RMSprop(p, rate, s["decay"], s["epsilon"]), None, "square_avg"),
        "adagrad": (lambda p: torch.optim.Adagrad(p, rate, eps=s["epsilon"]), None, "sum"),
        "adam": (lambda p: torch.optim.Adam(p, rate, beta, s["epsilon"]), "exp_avg", "exp_avg_sq"),
        "adamw": (
            lambda p: torch.optim.AdamW(p, rate, beta, s["epsilon"], weight_decay=s["weightDecay"]),
            "exp_avg",
            "exp_avg_sq",
        ),
    }[s["optimizer"]]
    optimizer = make(network.parameters())
    for name, parameter in network.named_parameters() if steps else ():
        state = optimizer.state[parameter]
        if second:
            state["step"] = torch.tensor(float(steps))
        for key, prefix in ((first, "optimizer.first."), (second, "optimizer.second.")):
            if key:
                state[key] = tensors[prefix + network.file_name(name)].to(parameter).clone()
    return optimizer


def scheduled_rate(settings, step):
    """A linear rise and then a cosine down to 0, or a fall as 1/√step; the base rate where neither is wanted."""
    base = settings["learningRate"]
    if settings["schedule"] == "inverseSqrt":
        steady = settings.get("steadySteps", 2000)  # not in the file where it is the default
        return base * math.sqrt(steady / max(steady, step))
    if settings["schedule"] != "cosine":
        return base
    warm, total = settings["warmupSteps"], settings["totalSteps"]
    if step < warm:
        return base * (step + 1) / warm
    return base * 0.5 * (1 + math.cos(math.pi * min(1, (step - warm) / max(1, total - warm))))


def windows_of(steps, settings, epoch):
    """The parts of a batch that an update reads each. Where windows move, the first is another fraction of one in each epoch."""
    length = settings["truncate"] or steps
    moved = (epoch * 0x9E3779B9 % 2**32 * length) >> 32 if settings["truncate"] and settings.get("movingWindows") else 0
    ends = [*range(moved or length, steps, length), steps]
    return [slice(begin, end) for begin, end in zip([0, *ends], ends)]


def train_batch(model, network, optimizer, batch, settings, epoch, step, device):
    """One update for each window of the batch; every process takes its share of the sequences. Returns the steps made."""
    rank, world = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
    all_inputs, all_targets = padded(batch, device)
    inputs, targets = all_inputs[rank::world], all_targets[rank::world]
    if len(inputs) == 0:  # more processes than sequences: one without targets has a gradient of zero
        inputs, targets = all_inputs[:1], torch.full_like(all_targets[:1], NO_TOKEN)
    state = network.start(len(inputs))
    for part in windows_of(inputs.shape[1], settings, epoch):
        logits, state = model(inputs[:, part], state)
        state = tuple(h.detach() for h in state) if isinstance(state, tuple) else state.detach()
        loss = total_loss(logits, targets[:, part]) * world  # DDP takes the mean over the processes: this makes it the sum
        if settings["reduction"] == "mean":
            loss = loss / max(1, (all_targets[:, part] != NO_TOKEN).sum())
        optimizer.zero_grad()
        loss.backward()
        if settings["clipNorm"] > 0:
            nn.utils.clip_grad_norm_(network.parameters(), settings["clipNorm"])
        for group in optimizer.param_groups:
            group["lr"] = scheduled_rate(settings, step)
        optimizer.step()
        step += 1
    return step


def train(network, optimizer, sequences, settings, progress, epochs, device, say):
    parallel = dist.is_initialized()
    model = nn.parallel.DistributedDataParallel(network) if parallel else network
    step, former = progress["step"], None
    for epoch in range(1, epochs + 1):
        order = torch.randperm(len(sequences)).tolist() if settings["shuffle"] else range(len(sequences))
        size = settings["batchSize"] or len(sequences)
        shuffled = [sequences[i] for i in order]
        for at in range(0, len(shuffled), size):
            step = train_batch(model, network, optimizer, shuffled[at : at + size], settings, progress["epoch"] + epoch - 1, step, device)
        loss = mean_loss(network, sequences, device)
        if settings["schedule"] == "halving" and former is not None and loss > former:
            settings["learningRate"] /= 2
        former = loss
        say(f"epoch {epoch}: step {step}, loss {loss:.6f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=10, help="over all sequences (default: 10)")
    parser.add_argument("--seed", type=int, default=1, help="of the order of the sequences (default: 1)")
    options = parser.parse_args()
    torch.manual_seed(options.seed)

    local, parallel = int(os.environ.get("LOCAL_RANK", 0)), "RANK" in os.environ  # set by torchrun
    device = torch.device(f"cuda:{local}" if torch.cuda.is_available() else "cpu")
    if parallel:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    say = print if not parallel or dist.get_rank() == 0 else lambda *_: None

    tensors, metadata = read_safetensors(HERE / "network.safetensors")
    settings, progress = json.loads(metadata["settings"]), json.loads(metadata["training"])
    torch.set_default_dtype(torch.float64 if settings["precision"] == "float64" else torch.float32)
    network = Network(settings, int(metadata["vocabularySize"])).to(device)
    network.load_state_dict({name: tensors[network.file_name(name)] for name, _ in network.named_parameters()})
    sequences = sequences_in(tensors, "training.")

    page = json.loads((HERE / "page.json").read_text())
    say(f"loss: {mean_loss(network, sequences, device):.9f}    on the page: {page['loss']:.9f}")
    optimizer = optimizer_for(network, settings, tensors, progress["optimizerSteps"])
    train(network, optimizer, sequences, settings, progress, options.epochs, device, say)
    if not parallel or dist.get_rank() == 0:
        torch.save(network.state_dict(), HERE / "continued.pt")
    if parallel:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
