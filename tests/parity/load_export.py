"""Loads what `unmask adapter export --fold-scale` wrote in diffusers, and compares with the adapter itself.

usage: python tests/parity/load_export.py UNMASK    (torch, diffusers, transformers and peft installed)

A tiny pipeline in the Hub's layout is made by diffusers, UNMASK learns a style on it and exports the adapter, and diffusers'
own loader takes the export. The transformer's logits must be those of weights to which alpha / rank · B·A was added by hand.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
import numpy
import torch
from diffusers import AmusedPipeline, AmusedScheduler, UVit2DModel, VQModel
from diffusers.loaders import AmusedLoraLoaderMixin
from PIL import Image
from safetensors import safe_open
from transformers import CLIPTextConfig, CLIPTextModelWithProjection, CLIPTokenizer
from transformers.models.clip.tokenization_clip import bytes_to_unicode

CAPTION = "a thing in [v] style"


def make_pipeline(folder):
    torch.manual_seed(0)
    letters = list(bytes_to_unicode().values())
    words = letters + [c + "</w>" for c in letters] + ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    AmusedPipeline(
        vqvae=VQModel(act_fn="silu", block_out_channels=[8, 8, 8, 16], down_block_types=["DownEncoderBlock2D"] * 4,
                      up_block_types=["UpDecoderBlock2D"] * 4, latent_channels=6, layers_per_block=1, norm_num_groups=4,
                      num_vq_embeddings=64, mid_block_add_attention=False, lookup_from_codebook=True, sample_size=8),
        tokenizer=CLIPTokenizer(folder / "vocab.json", folder / "merges.txt", model_max_length=77),
        text_encoder=CLIPTextModelWithProjection(CLIPTextConfig(
            vocab_size=514, hidden_size=32, intermediate_size=64, num_attention_heads=2, num_hidden_layers=2, projection_dim=24,
            bos_token_id=512, eos_token_id=513, pad_token_id=513)),
        transformer=UVit2DModel(
            hidden_size=32, cond_embed_dim=24, micro_cond_encode_dim=8, micro_cond_embed_dim=40, encoder_hidden_size=32,
            vocab_size=72, codebook_size=64, in_channels=20, block_out_channels=24, num_res_blocks=2, downsample=False,
            upsample=False, block_num_heads=3, num_hidden_layers=2, num_attention_heads=4, intermediate_size=44),
        scheduler=AmusedScheduler(mask_token_id=71)).save_pretrained(folder / "model")


def logits(pipeline):
    ids = pipeline.tokenizer(CAPTION, padding="max_length", max_length=77, return_tensors="pt").input_ids
    tokens = torch.randint(0, 64, (1, 16, 16), generator=torch.Generator().manual_seed(1))
    tokens[:, :8] = 71
    with torch.no_grad():
        text = pipeline.text_encoder(ids, return_dict=True, output_hidden_states=True)
        return pipeline.transformer(tokens, encoder_hidden_states=text.hidden_states[-2], pooled_text_emb=text.text_embeds,
                                    micro_conds=torch.tensor([[128.0, 128, 0, 0, 6]]))


def fold(transformer, file):
    adapter = safe_open(file, "pt")
    about = json.loads(adapter.metadata()["lora_adapter_metadata"])
    scale = about["transformer.lora_alpha"] / about["transformer.r"]
    modules, count = dict(transformer.named_modules()), 0
    for name in adapter.keys():
        if not name.endswith("lora_A.weight"):
            continue
        up = adapter.get_tensor(name.replace("lora_A", "lora_B"))
        with torch.no_grad():
            modules[name[len("transformer."):-len(".lora_A.weight")]].weight += scale * up @ adapter.get_tensor(name)
        count += 1
    return count


def main():
    unmask = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_pipeline(folder)
        ramp = numpy.linspace(0, 255, 128, dtype=numpy.uint8)
        Image.fromarray(numpy.stack(numpy.broadcast_arrays(ramp[None, :], ramp[:, None], 128), 2).astype("uint8")).save(folder / "p.png")
        subprocess.run([unmask, "learn-style", "-m", folder / "model", "-i", folder / "p.png", "--caption", CAPTION, "--preset",
                        "reference-256", "--steps", "30", "--rate", "0.02", "-o", folder / "own.safetensors"], check=True)
        subprocess.run([unmask, "adapter", "export", folder / "own.safetensors", "--fold-scale", "-o", folder / "plain.safetensors"],
                       check=True)
        theirs, ours = (AmusedPipeline.from_pretrained(folder / "model") for _ in range(2))
        before = logits(theirs)
        state, alphas = AmusedLoraLoaderMixin.lora_state_dict(str(folder / "plain.safetensors"))
        AmusedLoraLoaderMixin.load_lora_into_transformer(state, alphas, transformer=theirs.transformer)
        loaded = sum("lora_A" in n for n, _ in theirs.transformer.named_parameters())
        count = fold(ours.transformer, folder / "own.safetensors")
        got, wanted = logits(theirs), logits(ours)
        error, effect = (got - wanted).abs().max().item(), (wanted - before).abs().max().item()
        print(f"{loaded} of {count} modules; the adapter changes logits by up to {effect:.3g}, diffusers differs by {error:.3g}")
        sys.exit(loaded != count or error > 1e-5 or effect < 0.1)


main()
