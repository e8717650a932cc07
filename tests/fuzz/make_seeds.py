#!/usr/bin/env python3
"""Writes the small seeds in tests/fuzz/corpus. Needs only Python; run it from anywhere.

The seeds are valid files, or nearly, so that the fuzzers start behind the first checks. They are committed; this says
where they come from and makes more when a format grows.
"""
import base64
import hashlib
import json
import pathlib
import re
import sqlite3
import struct
import tempfile
import zlib

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"


# 9x5 pixels, written by Pillow 9.4; "turned" ones have EXIF orientation 6.
JPEG_TURNED = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKF"
    "E6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAFAAkDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAIE/8QAHBAAAQMFAA"
    "AAAAAAAAAAAAAAAAEDBAURFdHw/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAP/xAAbEQABBAMAAAAAAAAAAAAAAAAAAQIDEgQRMf/aAAwDAQACEQMR"
    "AD8AiJTWVto3YtjkAJxJZu1GPK+nT//Z")
JPEG_PROGRESSIVE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8yb"
    "qmx5moq6T/wgALCAAFAAkBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAgP/2gAIAQEAAAABN//EABgQAAIDAAAAAAAAAAAAAAAAAAABAgMT/9oA"
    "CAEBAAEFAo1oyR//xAAUEAEAAAAAAAAAAAAAAAAAAAAQ/9oACAEBAAY/Aj//xAAUEAEAAAAAAAAAAAAAAAAAAAAQ/9oACAEBAAE/ITv/2gAIAQ"
    "EAAAAQ/wD/xAAYEAACAwAAAAAAAAAAAAAAAAAAEQHR8P/aAAgBAQABPxCYqMo//9k=")
WEBP_LOSSY = base64.b64decode(
    "UklGRkAAAABXRUJQVlA4IDQAAADQAQCdASoJAAUABABoJbACdAEOuwWOAAD+5gpqOzasbxj7vZMjhHx40SVa2edBtce3fzAA")
WEBP_LOSSLESS_TURNED = base64.b64decode(
    "UklGRmYAAABXRUJQVlA4WAoAAAAIAAAACAAABAAAVlA4TCUAAAAvCAABAJkyRPQ/NuUvfvQ/DArZRoCO6fz1XoPLcPQgJuAoCeQEAEVYSUYaAA"
    "AATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAA=")


def put(target, name, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks, size=(2, 1), depth=8, colour=2):
    header = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IEND", b"")


def idat(rows):
    return chunk(b"IDAT", zlib.compress(rows))


def tiff(orientation):
    return b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHIHH", 0x112, 3, 1, orientation, 0) + b"\0\0\0\0"


def safetensors_seeds():
    entry = {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]}
    put("fuzz_safetensors", "empty", safetensors({}))
    put("fuzz_safetensors", "one", safetensors({"a": entry}, bytes(8)))
    put("fuzz_safetensors", "metadata", safetensors({"__metadata__": {"k": "v"}, "a": entry}, bytes(8)))
    small = {"e": {"dtype": "F16", "shape": [0, 3], "data_offsets": [8, 8]},
             "s": {"dtype": "BOOL", "shape": [], "data_offsets": [8, 9]}}
    put("fuzz_safetensors", "empty_and_scalar", safetensors({"a": entry, **small}, bytes(9)))
    put("fuzz_safetensors", "index", json.dumps({"weight_map": {"a": "m-1.safetensors"}}).encode())


def png_metadata_seeds():
    request = {"schema": 1, "kind": "inpaint", "prompt": "a", "negativePrompt": "", "seed": 1, "batchCount": 1, "steps": 12,
               "guidanceScale": 10, "temperatureStart": 2, "temperatureEnd": 0, "schedule": "cosine", "order": "halton",
               "strength": 1, "width": 256, "height": 256, "startStep": 0, "computeType": "fp32", "device": "cpu",
               "compatDiffusers": False, "model": {"name": "m", "path": "p", "contentHash": ""},
               "adapters": [{"name": "a", "path": "b", "strength": 0.5}],
               "microConditions": {"originalWidth": 256, "aestheticScore": 6},
               "startTokens": {"height": 1, "width": 2, "ids": [3, 4]},
               "editableCells": {"height": 2, "width": 4, "bits": "pQ=="},
               "lockedCells": {"height": 1, "width": 1, "bits": "gA=="}}
    text = json.dumps(request).encode()
    put("fuzz_png_metadata", "request.json", text)
    put("fuzz_png_metadata", "ours.png", png(chunk(b"tEXt", b"parameters\0a\nSteps: 12"),
                                             chunk(b"iTXt", b"unmask:request\0\0\0\0\0" + text)))
    put("fuzz_png_metadata", "compressed.png", png(chunk(b"zTXt", b"k\0\0" + zlib.compress(b"text")),
                                                   chunk(b"iTXt", b"i\0\1\0en\0\0" + zlib.compress(b"text"))))


def image_seeds():
    row = idat(b"\0\xff\x80\x00\x10\x20\xc0")
    put("fuzz_image", "rgb.png", png(row))
    put("fuzz_image", "turned.png", png(chunk(b"eXIf", tiff(6)), row))
    put("fuzz_image", "grey16.png", png(idat(b"\0\1\2\3\4"), depth=16, colour=0))
    put("fuzz_image", "palette.png", png(chunk(b"PLTE", bytes(6)), chunk(b"tRNS", b"\x80"), idat(b"\0\0\1"), colour=3))
    put("fuzz_image", "exif", tiff(6))
    put("fuzz_image", "turned.jpg", JPEG_TURNED)
    put("fuzz_image", "progressive.jpg", JPEG_PROGRESSIVE)
    put("fuzz_image", "lossy.webp", WEBP_LOSSY)
    put("fuzz_image", "lossless_turned.webp", WEBP_LOSSLESS_TURNED)


def clip_vocabulary():
    printable = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    codes = printable + [b for b in range(256) if b not in printable]
    alphabet = [chr(b) for b in printable] + [chr(256 + n) for n in range(256 - len(printable))]
    assert len(codes) == 256
    merges = [("a", "p"), ("ap", "p"), ("l", "e</w>"), ("app", "le</w>")]
    symbols = alphabet + [c + "</w>" for c in alphabet] + ["".join(m) for m in merges]
    symbols += ["<|startoftext|>", "<|endoftext|>"]
    return {s: i for i, s in enumerate(symbols)}, "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges)


def field(number, wire, payload):
    return bytes([number << 3 | wire]) + payload


def message(number, payload):
    return field(number, 2, varint(len(payload)) + payload)


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def sentencepiece_model():
    """sentencepiece_model.proto: pieces (1), trainer_spec (2), normalizer_spec (3)."""
    pieces = [("<unk>", 2), ("<s>", 3), ("</s>", 3), ("<pad>", 3), ("\u2581", 1), ("\u2581a", 1), ("ap", 1), ("p", 1),
              ("le", 1), ("l", 1), ("e", 1), ("r", 1), ("d", 1)]
    out = b""
    for index, (piece, kind) in enumerate(pieces):
        out += message(1, message(1, piece.encode()) + field(2, 5, struct.pack("<f", -float(index))) +
                       field(3, 0, varint(kind)))
    def spec(number, wire, payload):
        return varint(number << 3 | wire) + payload
    trainer = spec(3, 0, varint(1)) + spec(4, 0, varint(len(pieces)))
    for number, identifier in ((40, 0), (41, 1), (42, 2), (43, 3)):
        trainer += spec(number, 0, varint(identifier))
    normalizer = spec(1, 2, varint(8) + b"identity") + spec(3, 0, b"\1") + spec(4, 0, b"\1") + spec(5, 0, b"\1")
    return out + message(2, trainer) + message(3, normalizer)


def tokenizer_seeds():
    vocabulary, merges = clip_vocabulary()
    vocabulary = json.dumps(vocabulary, ensure_ascii=False, separators=(",", ":")).encode()
    put("fuzz_tokenizer", "clip", b"C" + vocabulary + b"\xff" + merges.encode() + b"\xff" + b"a red apple")
    put("fuzz_tokenizer", "clip_small", b"C" + b'{"a":0,"b</w>":1,"ab</w>":2,"<|startoftext|>":3,"<|endoftext|>":4}' +
        b"\xff#version: 0.2\na b</w>\n\xff" + b"ab ba")
    put("fuzz_tokenizer", "sentencepiece", b"S" + sentencepiece_model())


def config_seeds():
    put("fuzz_config", "transformer", b"T" + json.dumps({
        "_class_name": "UVit2DModel", "hidden_size": 1024, "use_bias": False, "hidden_dropout": 0.0, "cond_embed_dim": 768,
        "micro_cond_encode_dim": 256, "micro_cond_embed_dim": 1280, "encoder_hidden_size": 768, "vocab_size": 8256,
        "codebook_size": 8192, "in_channels": 768, "block_out_channels": 768, "num_res_blocks": 3, "downsample": True,
        "upsample": True, "block_num_heads": 12, "num_hidden_layers": 22, "num_attention_heads": 16,
        "attention_dropout": 0.0, "intermediate_size": 2816, "layer_norm_eps": 1e-06, "ln_elementwise_affine": True,
        "sample_size": 32, "unmask_extensions": {"version": 1, "positional_embedding": True}}).encode())
    put("fuzz_config", "vq", b"V" + json.dumps({
        "_class_name": "VQModel", "act_fn": "silu", "block_out_channels": [128, 256, 256, 512, 768],
        "down_block_types": ["DownEncoderBlock2D"] * 5, "force_upcast": True, "in_channels": 3, "latent_channels": 64,
        "layers_per_block": 2, "lookup_from_codebook": True, "mid_block_add_attention": False, "norm_num_groups": 32,
        "norm_type": "group", "num_vq_embeddings": 8192, "out_channels": 3, "sample_size": 32, "scaling_factor": 0.18215,
        "up_block_types": ["UpDecoderBlock2D"] * 5, "vq_embed_dim": None}).encode())
    put("fuzz_config", "text_encoder", b"E" + json.dumps({
        "architectures": ["CLIPTextModelWithProjection"], "bos_token_id": 0, "eos_token_id": 2, "hidden_act": "quick_gelu",
        "hidden_size": 768, "intermediate_size": 3072, "layer_norm_eps": 1e-05, "max_position_embeddings": 77,
        "num_attention_heads": 12, "num_hidden_layers": 12, "pad_token_id": 1, "projection_dim": 768,
        "vocab_size": 49408}).encode())
    put("fuzz_config", "scheduler", b"S" + json.dumps({
        "_class_name": "AmusedScheduler", "mask_token_id": 8255, "masking_schedule": "cosine"}).encode())


def import_seeds():
    put("fuzz_import", "a1111", b"Aa cat, (sitting:1.2)\nNegative prompt: dog\nSteps: 28, Sampler: DPM++ 2M, CFG scale: 7.5, "
        b'Seed: 12, Size: 512x768, Model: "a, b", Denoising strength: 0.6\nTemplate: a {cat|dog}')
    put("fuzz_import", "swarm", b"A" + json.dumps({"sui_image_params": {
        "prompt": "a", "negativeprompt": "b", "seed": 1, "steps": 2, "cfgscale": 1.5, "width": 8, "height": 9,
        "model": "m", "sampler": "euler"}}).encode())
    put("fuzz_import", "invoke", b"I" + json.dumps({
        "positive_prompt": "a", "negative_prompt": "b", "seed": 1, "steps": 2, "cfg_scale": 7.5, "width": 8, "height": 9,
        "model": {"name": "m"}, "loras": [{"weight": 1}], "strength": 0.5}).encode())
    graph = {"3": {"class_type": "KSampler", "inputs": {"seed": 5, "steps": 20, "cfg": 8, "denoise": 1,
                   "sampler_name": "euler", "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0],
                   "latent_image": ["5", 0]}, "is_changed": [float("nan")]},
             "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "m"}},
             "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 8, "height": 9}},
             "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a"}},
             "7": {"class_type": "CLIPTextEncode", "inputs": {"text": ["6", 0]}},
             "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}}}
    put("fuzz_import", "comfy", b"P" + json.dumps(graph).encode())
    put("fuzz_import", "workflow", b"W" + json.dumps({"nodes": [
        {"id": 3, "type": "KSampler", "inputs": [{"name": "positive", "link": 1}, {"name": "latent_image", "link": 2}],
         "widgets_values": [5, "fixed", 30, 6.5, "euler", "normal", 1]},
        {"id": 6, "type": "CLIPTextEncode", "widgets_values": ["a"]}], "links": [[1, 6, 0, 3, 1, "C"]]}).encode())


def trace():
    """One step on a grid of 1 x 2 cells, as core/project/trace_bytes.h lays it out."""
    sizes = {"I32": "i", "F32": "f", "I16": "h"}
    tensors = [("state.tokens", "I32", [2, 1, 2], [9, 9, 3, 4]), ("state.next_step", "I32", [2], [0, 1]),
               ("state.starting_mask_ratio", "F32", [2], [1, 1]), ("record.step_index", "I32", [1], [0]),
               ("record.mask_ratio", "F32", [1], [0]), ("record.temperature", "F32", [1], [1]),
               ("record.intended", "I32", [1, 1, 2], [3, 4]), ("record.probability", "F32", [1, 1, 2], [0.5, 0.5]),
               ("state.fixed_at_step", "I16", [2, 1, 2], [-2, -2, 0, 0])]
    header, data = {}, b""
    for name, dtype, shape, values in tensors:
        raw = struct.pack(f"<{len(values)}{sizes[dtype]}", *values)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    return safetensors(header, data)


def project_seeds():
    """A small project in small pages, made with the tables of core/project/schema.cpp."""
    source = (CORPUS.parents[2] / "core/project/schema.cpp").read_text()
    steps = [step for step in re.findall(r'R"sql\((.*?)\)sql"', source, re.S) if "entries" not in step]
    pixels = bytes(range(6))
    picture = struct.pack("<III", 2, 1, 3) + zlib.compress(pixels, 1)
    picture_hash = hashlib.sha256(b"picture" + struct.pack("<III", 2, 1, 3) + pixels).digest()
    trace_hash = hashlib.sha256(b"trace" + trace()).digest()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "seed"
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("PRAGMA page_size = 512")
        db.executescript("".join(steps))
        db.execute(f"PRAGMA application_id = {int.from_bytes(b'Unmk', 'big')}")
        db.execute(f"PRAGMA user_version = {len(steps)}")
        db.execute("INSERT INTO contents VALUES(1, ?, 2, ?)", (picture_hash, picture))
        db.execute("INSERT INTO contents VALUES(2, ?, 4, ?)", (trace_hash, zlib.compress(trace(), 1)))
        db.execute("INSERT INTO states VALUES(1, 'a', 5, 1, NULL, NULL, NULL, '')")
        db.execute("INSERT INTO document VALUES(1, 1, '{\"schema\":1}', NULL, '')")
        db.execute("INSERT INTO runs VALUES(1, NULL, 0, '', 5, 1, '{\"schema\":1}', NULL, 1, 2, 1)")
        db.execute("INSERT INTO runs VALUES(2, 1, 1, '', 6, 0, '{\"schema\":1}', 1, NULL, NULL, 0)")
        db.close()
        put("fuzz_project", "small", path.read_bytes())
    put("fuzz_project", "trace", trace())


def adapter_seeds():
    layer = "transformer.transformer_layers.0.attn1.to_q"
    tensors = {f"{layer}.lora_A.weight": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
               f"{layer}.lora_B.weight": {"dtype": "F32", "shape": [2, 1], "data_offsets": [8, 16]}}
    metadata = json.dumps({"transformer.r": 1, "transformer.lora_alpha": 2, "transformer.use_rslora": False,
                           "transformer.target_modules": ["to_q"], "unmask.trigger": "in [V] style"})
    put("fuzz_adapter", "silent", safetensors(tensors, bytes(16)))
    put("fuzz_adapter", "scaled", safetensors({"__metadata__": {"lora_adapter_metadata": metadata}, **tensors}, bytes(16)))
    alpha = {f"{layer}.alpha": {"dtype": "F32", "shape": [], "data_offsets": [16, 20]}}
    put("fuzz_adapter", "alpha", safetensors({**tensors, **alpha}, bytes(16) + struct.pack("<f", 2)))
    put("fuzz_adapter", "metadata", metadata.encode())
    put("fuzz_adapter", "prompt", b"a house <lora:ink:0.8> in [V] style <lora:pen>")


if __name__ == "__main__":
    adapter_seeds()
    import_seeds()
    project_seeds()
    safetensors_seeds()
    png_metadata_seeds()
    image_seeds()
    tokenizer_seeds()
    config_seeds()
