#include "core/lab/explanation_page.h"

namespace unmask {

namespace {

constexpr const char* kHead = R"PAGE(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>How this picture was unmasked</title>
<style>
:root { color-scheme: light dark; --line: #8885; --dim: #767676; --accent: #2a6fdb; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .2rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
.dim { color: var(--dim); } .row { display: flex; gap: 1.5rem; flex-wrap: wrap; align-items: flex-start; }
canvas { width: min(512px, 92vw); height: auto; image-rendering: pixelated; border: 1px solid var(--line); cursor: crosshair; }
canvas:focus-visible, button:focus-visible { outline: 2px solid var(--accent); }
.left { max-width: 514px; } .side { flex: 1; min-width: 18rem; } button, select, input { font: inherit; }
button.word { border: 1px solid var(--line); border-radius: 4px; background: none; padding: .05rem .45rem; margin: .1rem; cursor: pointer; color: inherit; }
button.word[aria-pressed=true] { background: var(--accent); color: white; }
table { border-collapse: collapse; } th, td { padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; }
td.n { font-variant-numeric: tabular-nums; text-align: right; } td img { width: 72px; height: auto; display: block; }
.patch { display: inline-block; vertical-align: middle; border: 1px solid var(--line); }
.legend[hidden] { display: none; } .legend { display: inline-block; width: 12rem; height: .8rem; border: 1px solid var(--line); vertical-align: middle; }
.controls { margin: .5rem 0; display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; }
input[type=range] { width: min(20rem, 60vw); }
</style></head><body>
<h1 id="title"></h1><p class="dim" id="subtitle"></p>
<div class="row"><div class="left">
<canvas id="grid" tabindex="0" aria-label="The picture on its grid of tokens. Arrow keys choose a cell, comma and period a step."></canvas>
<div class="controls"><button id="back" title="One step back (,)">◀</button><button id="play" title="Play or pause (Space)">▶ Play</button>
<button id="on" title="One step on (.)">▶|</button><input id="step" type="range" min="0" value="0" aria-label="Step"><span id="stepText"></span></div>
<div class="controls"><label>Map <select id="map"></select></label><label><input id="hidden" type="checkbox" checked> hatch hidden cells</label></div>
<div class="controls"><span id="low"></span><canvas class="legend" id="legend" width="192" height="1" style="cursor:auto"></canvas><span id="high"></span></div>
<p class="dim" id="mapText"></p></div>
<div class="side"><h2 style="margin-top:0">Words</h2><div id="words"></div><p class="dim" id="wordText"></p>
<h2>This cell</h2><div id="cell" aria-live="polite" class="dim">Click a cell.</div></div></div>
<h2>Which word did what?</h2>
<p class="dim">Attention is correlation: where the network looked. <b>Leaving a word out</b> is causal: the same draws, one word less; a token
changes only when its odds against the others changed.</p>
<div style="overflow-x:auto"><table><thead><tr><th>word</th><th>attention, mean</th><th>one-step change, mean</th><th>cells that change without it</th><th>where the runs part</th><th>picture without it</th></tr></thead>
<tbody id="table"></tbody></table></div><p class="dim" id="agreement"></p>
<script type="application/json" id="data">)PAGE";

constexpr const char* kTail = R"PAGE(</script>
<script>
"use strict";
const D = JSON.parse(document.getElementById("data").textContent), $ = id => document.getElementById(id);
const N = D.width * D.height, S = D.side, scale = Math.max(1, Math.round(512 / (D.width * S)));
const texts = {
  none: ["Picture", "What the model means the picture to be in this step. Hatched cells are still hidden."],
  reveal_order: ["Reveal order", "The step that fixed the cell."],
  confidence: ["Confidence, guided", "Probability of the chosen token under guidance. It is the model's own opinion, not correctness."],
  confidence_conditional: ["Confidence, with the prompt alone", "Probability of the chosen token given the prompt, before guidance."],
  confidence_unconditional: ["Confidence, without the prompt", "Probability of the chosen token given the negative prompt."],
  entropy: ["Hesitation (entropy, nats)", "How undecided the model is; a good guide to what to hide again."],
  margin: ["Margin", "Probability of the best token minus that of the second."],
  selection_score: ["Selection score", "log p plus annealed noise: what really ordered the reveal. Fixed orders: minus the rank."],
  prompt_pull: ["Prompt pull (KL, nats)", "How far the prompt moves the distribution: KL(conditional ‖ unconditional)."],
  attention: ["Attention of the chosen word", "Where the network looks at the word, mean over heads and layers. Correlation, not cause."],
  ablation: ["One-step change of the chosen word", "How much of this step's distribution moves when the word is left out (total variation)."],
  differs: ["Cells that change without the word", "The whole run again with the word left out and the same draws."]
};
// Cividis, by ten of its points: even in lightness, and alike for colour-blind eyes.
const cividis = ["00224e","123570","3b496c","575d6d","707173","8a8678","a59c74","c3b369","e1cc55","fde737"].map(c => [0,2,4].map(i => parseInt(c.substr(i,2),16)));
const colour = t => { const x = Math.min(.9999, Math.max(0, t)) * (cividis.length - 1), i = Math.floor(x), f = x - i;
  return cividis[i].map((v, k) => Math.round(v + (cividis[i + 1][k] - v) * f)); };
let step = D.steps.length - 1, map = "none", word = D.words.length ? 0 : -1, cell = -1, timer = 0;
const load = src => { const image = new Image(); image.src = src; return image; };
const pictures = D.steps.map(s => load(s.picture)), sprite = load(D.sprite);
const number = v => v === null || v === undefined ? "–" : Math.abs(v) >= 100 ? v.toFixed(0) : Math.abs(v) >= 1 ? v.toFixed(2) : v.toPrecision(2);

function values() {
  const s = D.steps[step];
  if (map === "attention" || map === "ablation") return word >= 0 && s[map] ? s[map][word] : null;
  if (map === "differs") return word >= 0 ? D.words[word].differs : null;
  return map === "none" ? null : s.maps[map];
}
function draw() {
  const canvas = $("grid"), c = canvas.getContext("2d"), s = D.steps[step], v = values();
  canvas.width = D.width * S * scale; canvas.height = D.height * S * scale;
  const side = S * scale; c.imageSmoothingEnabled = false;
  if (pictures[step].complete) c.drawImage(pictures[step], 0, 0, canvas.width, canvas.height);
  let low = Infinity, high = -Infinity;
  if (v) for (const x of v) if (x !== null) { low = Math.min(low, x); high = Math.max(high, x); }
  if (v && low > high) low = high = 0;
  for (let i = 0; i < N; ++i) {
    const x = i % D.width * side, y = Math.floor(i / D.width) * side;
    if (v && v[i] !== null) {
      const [r, g, b] = colour(high > low ? (v[i] - low) / (high - low) : 0);
      c.fillStyle = `rgba(${r},${g},${b},.82)`; c.fillRect(x, y, side, side);
    }
    if (s.fixedAt[i] === -2 && $("hidden").checked) {
      c.strokeStyle = "#0007"; c.lineWidth = 1; c.beginPath();
      for (let k = 4; k < 2 * side; k += 8) { c.moveTo(x + Math.max(0, k - side), y + Math.min(k, side)); c.lineTo(x + Math.min(k, side), y + Math.max(0, k - side)); }
      c.stroke();
    }
    if (s.fixedAt[i] === s.step) { c.strokeStyle = "#ff8c1a"; c.lineWidth = 2; c.strokeRect(x + 1, y + 1, side - 2, side - 2); }
    if (i === cell) { c.strokeStyle = "#fff"; c.lineWidth = 4; c.strokeRect(x + 2, y + 2, side - 4, side - 4); c.strokeStyle = "#000"; c.lineWidth = 2; c.strokeRect(x + 2, y + 2, side - 4, side - 4); }
  }
  const fixed = s.fixedAt.filter(f => f === s.step).length, masked = s.fixedAt.filter(f => f === -2).length;
  $("step").value = step; $("stepText").textContent = `step ${step + 1} of ${D.steps.length}: ${fixed} fixed (orange), ${masked} hidden`;
  const legend = $("legend").getContext("2d");
  for (let i = 0; i < 192; ++i) { legend.fillStyle = v ? `rgb(${colour(i / 191)})` : "transparent"; legend.clearRect(i, 0, 1, 1); legend.fillRect(i, 0, 1, 1); }
  $("legend").hidden = !v; $("low").textContent = v ? number(low) : ""; $("high").textContent = v ? number(high) : "";
  const needsWord = map === "attention" || map === "ablation" || map === "differs";
  $("mapText").textContent = texts[map][1] + (needsWord && word >= 0 ? ` Word: “${D.words[word].text}”.` : "");
  document.querySelectorAll("button.word").forEach((b, i) => b.setAttribute("aria-pressed", String(i === word)));
  inspect();
}
function patch(i, size) {
  const span = document.createElement("span"), f = size / S;
  span.className = "patch"; span.title = "token " + D.codes[i];
  span.style.cssText = `width:${size}px;height:${size}px;background:url(${D.sprite}) -${i % D.spriteColumns * size}px -${Math.floor(i / D.spriteColumns) * size}px;background-size:${D.spriteColumns * size}px auto;image-rendering:pixelated`;
  return span;
}
function inspect() {
  const box = $("cell"); box.textContent = "";
  if (cell < 0) { box.textContent = "Click a cell."; return; }
  const s = D.steps[step], at = s.fixedAt[cell], p = document.createElement("p");
  const state = at === -2 ? "still hidden" : at === -1 ? "given from the start" : "fixed in step " + (D.steps.findIndex(t => t.step === at) + 1);
  p.textContent = `Row ${Math.floor(cell / D.width) + 1}, column ${cell % D.width + 1}: token ${s.tokens[cell]}, ${state}.`;
  box.append(p);
  const facts = Object.keys(s.maps || {}).filter(k => k !== "reveal_order" && s.maps[k][cell] !== null).map(k => `${texts[k][0]}: ${number(s.maps[k][cell])}`);
  if (facts.length) { const q = document.createElement("p"); q.innerText = facts.join("\n"); box.append(q); }
  let from = s.alternatives[cell], when = "in this step";
  if (!from) { const back = D.steps.findIndex(t => t.step === at); if (back >= 0) { from = D.steps[back].alternatives[cell]; when = "in the step that fixed it"; } }
  if (from) {
    const q = document.createElement("p"); q.textContent = `What it could have been, ${when} (patches amid their own kind):`; box.append(q);
    let rest = 1;
    for (const [i, probability] of from) {
      const line = document.createElement("span"); line.style.cssText = "display:inline-block;margin:.15rem .5rem .15rem 0;white-space:nowrap";
      line.append(patch(i, 32), " " + (probability * 100).toFixed(1) + " %"); box.append(line); rest -= probability;
    }
    const r = document.createElement("div"); r.textContent = `all other tokens together: ${(Math.max(0, rest) * 100).toFixed(1)} %`; box.append(r);
  }
  if (s.attention) {
    const ranked = D.words.map((w, i) => [w.text, s.attention[i][cell]]).sort((a, b) => b[1] - a[1]).slice(0, 6);
    const q = document.createElement("p"); q.textContent = "It looks at: " + ranked.map(([w, v]) => `${w} ${number(v)}`).join(", "); box.append(q);
  }
}
function go(to) { step = Math.max(0, Math.min(D.steps.length - 1, to)); draw(); }
function play() {
  if (timer) { clearInterval(timer); timer = 0; $("play").textContent = "▶ Play"; return; }
  if (step === D.steps.length - 1) go(0);
  $("play").textContent = "❚❚ Pause";
  timer = setInterval(() => { if (step >= D.steps.length - 1) play(); else go(step + 1); }, 450);
}
$("title").textContent = "“" + D.prompt + "”";
$("subtitle").textContent = `${D.model}, seed ${D.seed}, ${D.steps.length} steps, guidance ${D.guidance}, order ${D.order}` + (D.negative ? `, without “${D.negative}”` : "");
$("step").max = D.steps.length - 1;
for (const key of Object.keys(texts)) {
  const has = key === "none" || (key === "differs" ? D.words.some(w => w.differs) : D.steps.some(s => s[key] || (s.maps && s.maps[key])));
  if (has) $("map").add(new Option(texts[key][0], key));
}
D.words.forEach((w, i) => {
  const button = document.createElement("button"); button.className = "word"; button.textContent = w.text;
  button.onclick = () => { word = i; if (!["attention", "ablation", "differs"].includes(map)) map = D.steps[step].attention ? "attention" : map; $("map").value = map; draw(); };
  $("words").append(button);
  const row = $("table").insertRow(), put = text => { const td = row.insertCell(); td.className = "n"; td.textContent = text; return td; };
  row.insertCell().textContent = w.text; put(number(w.attention)); put(number(w.ablation)); put(w.changed === undefined ? "–" : `${w.changed} of ${N}`);
  const first = (w.parted || []).filter(x => x >= 0); put(first.length ? "step " + Math.min(...first) : "nowhere");
  const td = row.insertCell(); if (w.picture) { const image = load(w.picture); image.alt = w.prompt; image.title = w.prompt; td.append(image); }
});
[...$("table").rows].sort((a, b) => parseFloat(b.cells[3].textContent) - parseFloat(a.cells[3].textContent)).forEach(r => $("table").append(r));
$("wordText").textContent = "Choose a word to see where the network looks at it in this step.";
const agree = [];
if (D.attentionAgrees !== null) agree.push(`attention with leaving out: ${number(D.attentionAgrees)}`);
if (D.ablationAgrees !== null) agree.push(`one-step change with leaving out: ${number(D.ablationAgrees)}`);
$("agreement").textContent = agree.length ? "Rank agreement over the words (Spearman): " + agree.join("; ") + "." : "";
$("back").onclick = () => go(step - 1); $("on").onclick = () => go(step + 1); $("play").onclick = play;
$("step").oninput = e => go(Number(e.target.value)); $("map").onchange = e => { map = e.target.value; draw(); }; $("hidden").onchange = draw;
$("grid").onclick = e => { const r = $("grid").getBoundingClientRect();
  const x = Math.floor((e.clientX - r.left) / r.width * D.width), y = Math.floor((e.clientY - r.top) / r.height * D.height);
  if (x >= 0 && y >= 0 && x < D.width && y < D.height) { cell = y * D.width + x; draw(); } };
document.onkeydown = e => {
  if (e.target.tagName === "SELECT" || e.target.tagName === "INPUT") return;
  const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -D.width, ArrowDown: D.width }[e.key];
  if (move && e.target === $("grid")) { cell = cell < 0 ? 0 : Math.max(0, Math.min(N - 1, cell + move)); draw(); e.preventDefault(); }
  else if (e.key === ",") go(step - 1); else if (e.key === ".") go(step + 1); else if (e.key === "Home") go(0); else if (e.key === "End") go(D.steps.length - 1);
  else if (e.key === " " && e.target.tagName !== "BUTTON") { play(); e.preventDefault(); }
};
Promise.all([...pictures, sprite].map(i => i.decode().catch(() => 0))).then(() => { draw(); document.body.dataset.ready = "yes"; });
</script></body></html>
)PAGE";

}  // namespace

std::string pageAround(const std::string& data) {
  return std::string(kHead) + data + kTail;
}

}  // namespace unmask
