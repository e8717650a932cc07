#!/usr/bin/env python3
"""Golden values of LoRA on the tiny U-ViT of reference 13.2: the forward and three updates of 13.6's batch.

An independent plain implementation over a dictionary of tensors. With diffusers and peft installed, `--peft` computes
the same with their classes and says how far apart the two are. One thread: OMP_NUM_THREADS=1 ./make_lora.py
"""
import math
import sys

import torch
import torch.nn.functional as F

RANK, ALPHA, RATE, TARGETS = 4, 8.0, 1e-3, ("to_q", "to_k", "to_v")
CONFIG = dict(hidden_size=32, use_bias=False, hidden_dropout=0.0, cond_embed_dim=12, micro_cond_encode_dim=8,
              micro_cond_embed_dim=40, encoder_hidden_size=16, vocab_size=72, codebook_size=64, in_channels=20,
              block_out_channels=24, num_res_blocks=2, downsample=True, upsample=True, block_num_heads=3,
              num_hidden_layers=2, num_attention_heads=4, attention_dropout=0.0, intermediate_size=44,
              layer_norm_eps=1e-6, ln_elementwise_affine=True, sample_size=4)


def units(label, count):
    """Reference 13.1: numbers in [0, 1) that are a function of a label."""
    h = 2166136261
    for byte in label.encode():
        h = (h ^ byte) * 16777619 % 2**32
    out = []
    for i in range(count):
        z = (h + i * 0x9E3779B9) % 2**32
        z ^= z >> 16
        z = z * 0x85EBCA6B % 2**32
        z ^= z >> 13
        z = z * 0xC2B2AE35 % 2**32
        z ^= z >> 16
        out.append(z / 2**32)
    return torch.tensor(out, dtype=torch.float64)


def parameter(name, shape):
    n = math.prod(shape)
    u = 2 * units(name, n) - 1
    last = name.rsplit(".", 1)[-1]
    if len(shape) == 1 and last == "weight":
        values = 1 + 0.1 * u
    elif last in ("bias", "gamma", "beta"):
        values = 0.1 * u
    elif "embedding" in name:
        values = u
    else:
        values = u * math.sqrt(3 * shape[0] / n)
    return values.float().view(shape)


def inputs(label, shape):
    return (2 * units(label, math.prod(shape)) - 1).float().view(shape)


def shapes():
    """Every tensor of the network (reference 4.1)."""
    c = CONFIG
    h, w, i, f = c["hidden_size"], c["block_out_channels"], c["in_channels"], c["intermediate_size"]
    out = {"encoder_proj.weight": (h, c["encoder_hidden_size"]), "encoder_proj_layer_norm.weight": (h,),
           "embed.embeddings.weight": (c["vocab_size"], i), "embed.layer_norm.weight": (i,),
           "embed.conv.weight": (w, i, 1, 1),
           "cond_embed.linear_1.weight": (h, c["micro_cond_embed_dim"] + c["cond_embed_dim"]),
           "cond_embed.linear_2.weight": (h, h), "project_to_hidden_norm.weight": (w,),
           "project_to_hidden.weight": (h, w), "project_from_hidden_norm.weight": (h,),
           "project_from_hidden.weight": (w, h), "mlm_layer.conv1.weight": (i, w, 1, 1),
           "mlm_layer.layer_norm.weight": (i,), "mlm_layer.conv2.weight": (c["codebook_size"], i, 1, 1)}

    def attention(path, width):
        for part in ("to_q", "to_k", "to_v", "to_out.0"):
            out[f"{path}.{part}.weight"] = (width, width)

    for block, resample in (("down_block", "downsample"), ("up_block", "upsample")):
        out[f"{block}.{resample}.norm.weight"] = (w,)
        out[f"{block}.{resample}.conv.weight"] = (w, w, 2, 2)
        for k in range(c["num_res_blocks"]):
            p = f"{block}.res_blocks.{k}"
            out[p + ".depthwise.weight"] = (w, 1, 3, 3)
            out[p + ".norm.weight"] = (w,)
            out[p + ".channelwise_linear_1.weight"] = (4 * w, w)
            out[p + ".channelwise_norm.gamma"] = (1, 1, 1, 4 * w)
            out[p + ".channelwise_norm.beta"] = (1, 1, 1, 4 * w)
            out[p + ".channelwise_linear_2.weight"] = (w, 4 * w)
            out[p + ".cond_embeds_mapper.weight"] = (2 * w, h)
            p = f"{block}.attention_blocks.{k}"
            out[p + ".kv_mapper.weight"] = (w, h)
            for a in ("1", "2"):
                out[f"{p}.norm{a}.weight"] = (w,)
                attention(f"{p}.attn{a}", w)
    for k in range(c["num_hidden_layers"]):
        p = f"transformer_layers.{k}"
        for n in ("norm1", "norm2", "norm3"):
            out[f"{p}.{n}.linear.weight"] = (2 * h, h)
            out[f"{p}.{n}.norm.weight"] = (h,)
        attention(p + ".attn1", h)
        attention(p + ".attn2", h)
        out[p + ".ff.net.0.proj.weight"] = (2 * f, h)
        out[p + ".ff.net.2.weight"] = (h, f)
    return out


def rms(x, weight):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * weight


class Plain:
    def __init__(self, weights, lora):
        self.w, self.lora = weights, lora

    def linear(self, path, x):
        y = F.linear(x, self.w[path + ".weight"])
        if path in self.lora:
            down, up = self.lora[path]
            y = y + ALPHA / RANK * F.linear(F.linear(x, down), up)
        return y

    def attention(self, path, x, source, heads):
        q, k, v = (self.linear(f"{path}.{n}", t).unflatten(-1, (heads, -1)).transpose(1, 2)
                   for n, t in (("to_q", x), ("to_k", source), ("to_v", source)))
        weights = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1)
        return self.linear(path + ".to_out.0", (weights @ v).transpose(1, 2).flatten(2))

    def modulation(self, path, cond):
        scale, shift = self.linear(path, cond).unsqueeze(1).chunk(2, -1)
        return 1 + scale, shift

    def block(self, path, x, text, cond):
        w = self.w
        for k in range(CONFIG["num_res_blocks"]):
            p = f"{path}.res_blocks.{k}"
            y = F.conv2d(x.permute(0, 3, 1, 2), w[p + ".depthwise.weight"], padding=1, groups=x.shape[-1])
            y = F.gelu(self.linear(p + ".channelwise_linear_1", rms(y.permute(0, 2, 3, 1), w[p + ".norm.weight"])))
            g = y.pow(2).sum((1, 2), keepdim=True).sqrt()
            y = w[p + ".channelwise_norm.gamma"] * y * (g / (g.mean(-1, keepdim=True) + 1e-6)) \
                + w[p + ".channelwise_norm.beta"] + y
            scale, shift = self.modulation(p + ".cond_embeds_mapper", cond)
            x = (x + self.linear(p + ".channelwise_linear_2", y)) * scale.unsqueeze(1) + shift.unsqueeze(1)
            p, size = f"{path}.attention_blocks.{k}", x.shape
            source = self.linear(p + ".kv_mapper", F.silu(text))
            y = x.flatten(1, 2)
            for a in ("1", "2"):
                y = y + self.attention(f"{p}.attn{a}", rms(y, w[f"{p}.norm{a}.weight"]), source,
                                       CONFIG["block_num_heads"])
            x = y.view(size)
        return x

    def __call__(self, ids, text, pooled, micro):
        w, c = self.w, CONFIG
        text = rms(self.linear("encoder_proj", text), w["encoder_proj_layer_norm.weight"])
        half = c["micro_cond_encode_dim"] // 2
        angle = micro.unsqueeze(-1) * torch.exp(torch.arange(half).float() * -math.log(10000.0) / half)
        cond = torch.cat([pooled, torch.cat([angle.cos(), angle.sin()], -1).flatten(1)], 1)
        cond = F.silu(self.linear("cond_embed.linear_2", F.silu(self.linear("cond_embed.linear_1", cond))))
        x = rms(w["embed.embeddings.weight"][ids], w["embed.layer_norm.weight"])
        x = F.linear(x, w["embed.conv.weight"].flatten(1))
        x = rms(x, w["down_block.downsample.norm.weight"]).permute(0, 3, 1, 2)
        x = F.conv2d(x, w["down_block.downsample.conv.weight"], stride=2).permute(0, 2, 3, 1)
        x = self.block("down_block", x, text, cond)
        grid = x.shape
        x = self.linear("project_to_hidden", rms(x.flatten(1, 2), w["project_to_hidden_norm.weight"]))
        for k in range(c["num_hidden_layers"]):
            p = f"transformer_layers.{k}"

            def normed(name, plain):
                scale, shift = self.modulation(f"{p}.{name}.linear", cond)
                return plain(x, w[f"{p}.{name}.norm.weight"]) * scale + shift

            y = normed("norm1", rms)
            x = x + self.attention(p + ".attn1", y, y, c["num_attention_heads"])
            x = x + self.attention(p + ".attn2", normed("norm2", rms), text, c["num_attention_heads"])
            y = normed("norm3", lambda t, weight: F.layer_norm(t, weight.shape, weight, None, 1e-6))
            value, gate = self.linear(p + ".ff.net.0.proj", y).chunk(2, -1)
            x = x + self.linear(p + ".ff.net.2", value * F.gelu(gate))
        x = self.linear("project_from_hidden", rms(x, w["project_from_hidden_norm.weight"])).view(grid)
        x = self.block("up_block", x, text, cond)
        x = rms(x, w["up_block.upsample.norm.weight"]).permute(0, 3, 1, 2)
        x = F.conv_transpose2d(x, w["up_block.upsample.conv.weight"], stride=2).permute(0, 2, 3, 1)
        x = rms(F.linear(x, w["mlm_layer.conv1.weight"].flatten(1)), w["mlm_layer.layer_norm.weight"])
        return F.linear(x, w["mlm_layer.conv2.weight"].flatten(1)).permute(0, 3, 1, 2)


def batch():
    """Reference 13.6."""
    codes = torch.floor(64 * units("train_tokens", 32)).long().view(2, 16)
    order = units("train_rand", 32).float().view(2, 16).argsort(-1)
    count = ((torch.tensor([0.25, 0.7]) * (math.pi / 2)).cos() * 16).round()
    masked = order < count.unsqueeze(1)
    return codes.view(2, 4, 4), masked.view(2, 4, 4)


def lora_matrices(weights):
    out = {}
    for name, weight in weights.items():
        path = name.removesuffix(".weight")
        if path.rsplit(".", 1)[-1] in TARGETS:
            down = parameter(path + ".lora_A.weight", (RANK, weight.shape[1]))
            up = parameter(path + ".lora_B.weight", (weight.shape[0], RANK))
            out[path] = (down.requires_grad_(), up.requires_grad_())
    return out


def show(label, tensor):
    flat = tensor.detach().flatten()
    print(f"| {label} | {'×'.join(map(str, tensor.shape))} | {flat.abs().mean():.7f} | "
          + " ".join(f"{v:.6f}" for v in flat[:8]) + " | " + " ".join(f"{v:.6f}" for v in flat[-4:]) + " |")


def train(forward, parameters, codes, masked):
    optimizer = torch.optim.AdamW(parameters, lr=RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)
    rows = []
    for _ in range(3):
        logits = forward(codes.masked_fill(masked, 71))
        loss = F.cross_entropy(logits.permute(0, 2, 3, 1)[masked], codes[masked])
        optimizer.zero_grad()
        loss.backward()
        rows.append((loss.item(), math.sqrt(sum(p.grad.double().square().sum().item() for p in parameters))))
        optimizer.step()
    return rows


def peft_rows(weights, lora, text, pooled, micro, codes, masked):
    """The same with diffusers' network and peft's adapters."""
    from diffusers import UVit2DModel
    from peft import LoraConfig, get_peft_model
    network = UVit2DModel(**CONFIG)
    network.load_state_dict(weights)
    model = get_peft_model(network, LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=list(TARGETS)))
    trained = []
    for name, p in model.named_parameters():
        if p.requires_grad:
            path, part = name.removeprefix("base_model.model.").split(".lora_")
            p.data.copy_(lora[path][0 if part.startswith("A") else 1])
            trained.append(p)
    forward = lambda ids: model(input_ids=ids, encoder_hidden_states=text, micro_conds=micro, pooled_text_emb=pooled)
    with torch.no_grad():
        logits = forward(codes.masked_fill(masked, 71))
    return logits, train(forward, trained, codes, masked)


def main():
    weights = {name: parameter(name, shape) for name, shape in shapes().items()}
    lora = lora_matrices(weights)
    text, pooled = inputs("encoder_hidden_states", (2, 7, 16)), inputs("pooled_text_emb", (2, 12))
    micro = torch.tensor([[64.0, 64, 0, 0, 6]]).repeat(2, 1)
    codes, masked = batch()
    print(f"LoRA on {', '.join(TARGETS)}: {len(lora)} pairs of rank {RANK}, alpha {ALPHA:g}, "
          f"{sum(a.numel() + b.numel() for a, b in lora.values())} parameters; torch {torch.__version__}\n")
    print("| tensor | shape | mean abs | first values | last 4 |\n|---|---|---|---|---|")
    reference = None
    if "--peft" in sys.argv:
        reference = peft_rows(weights, {k: (a.detach(), b.detach()) for k, (a, b) in lora.items()}, text, pooled,
                              micro, codes, masked)
    model = Plain(weights, {})
    with torch.no_grad():
        show("logits without", model(codes.masked_fill(masked, 71), text, pooled, micro))
        model.lora = lora
        logits = model(codes.masked_fill(masked, 71), text, pooled, micro)
        show("logits", logits)
    parameters = [p for pair in lora.values() for p in pair]
    rows = train(lambda ids: model(ids, text, pooled, micro), parameters, codes, masked)
    print("\n| update | loss | gradient norm |\n|---|---|---|")
    for i, (loss, norm) in enumerate(rows):
        print(f"| {i} | {loss:.6f} | {norm:.6f} |")
    print("\nAfter three updates:\n\n| tensor | shape | mean abs | first values | last 4 |\n|---|---|---|---|---|")
    for path in ("transformer_layers.0.attn1.to_q", "up_block.attention_blocks.1.attn2.to_v"):
        show(path + ".lora_A.weight", lora[path][0])
        show(path + ".lora_B.weight", lora[path][1])
    if reference:
        print(f"\nwith diffusers and peft: logits differ by {(reference[0] - logits).abs().max():.2e}, losses and norms by "
              f"{max(abs(a - b) for x, y in zip(reference[1], rows) for a, b in zip(x, y)):.2e}")


main()
