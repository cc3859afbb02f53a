(() => {
  "use strict";
  const { rows, columns, frames } = JSON.parse(document.getElementById("data").textContent);
  const tones = ["negative", "neutral", "positive"];
  const at = (id) => document.getElementById(id);
  const key = "parallax-codes-" + rows.map((row) => row.unit.slice(1, 4)).join("").slice(0, 60);
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(key)) || {}; } catch { /* no storage: saving still works */ }
  const keep = () => { try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* as above */ } };
  const codes = (row) => (kept[`${row.coder} ${row.unit}`] ||= { tone: "", frames: "", actor_tone: "" });
  const plain = (text) => text.replace(/^'(?=[=+\-@\t\r])/, "");

  const coders = [...new Set(rows.map((row) => row.coder))];
  coders.forEach((coder) => at("coder").add(new Option(coder, coder)));
  let own = [], place = 0;

  const option = (type, field, value, hint) => {
    const label = document.createElement("label"), input = document.createElement("input"), kbd = document.createElement("kbd");
    Object.assign(input, { type, name: field, value });
    kbd.textContent = hint;
    label.append(input, value, kbd);
    at(field).append(label);
    input.addEventListener("change", take);
  };
  tones.forEach((tone, n) => { option("radio", "tone", tone, n + 1); option("radio", "actor_tone", tone, n + 4); });
  const letters = "abcdefghijklmopqrstuvwxyz".slice(0, frames.length);
  frames.forEach((frame, n) => option("checkbox", "frames", frame, letters[n] || ""));
  option("checkbox", "frames", "none", "n");

  function chosen(field) { return [...document.querySelectorAll(`[name=${field}]:checked`)].map((input) => input.value); }
  function take(event) {
    const box = event.target;
    if (box.name === "frames" && box.checked) {
      document.querySelectorAll("[name=frames]").forEach((other) => {
        if ((box.value === "none") !== (other.value === "none")) other.checked = false;
      });
    }
    Object.assign(codes(own[place]), { tone: chosen("tone")[0] || "", actor_tone: chosen("actor_tone")[0] || "", frames: chosen("frames").join("; ") });
    keep(); count();
  }
  function count() {
    const done = own.filter((row) => codes(row).tone).length;
    at("progress").textContent = `Sentence ${place + 1} of ${own.length}, ${done} coded`;
    at("bar").max = own.length; at("bar").value = done;
  }
  function show(number) {
    place = Math.max(0, Math.min(own.length - 1, number));
    const row = own[place], now = codes(row);
    at("sentence").textContent = plain(row.sentence);
    at("actor").textContent = plain(row.actor);
    at("actor_tone").hidden = !row.actor;
    document.querySelectorAll("input").forEach((input) => {
      input.checked = input.name === "frames" ? now.frames.split("; ").includes(input.value) : now[input.name] === input.value;
    });
    at("back").disabled = place === 0; at("next").disabled = place === own.length - 1;
    count();
  }
  function start() {
    own = rows.filter((row) => row.coder === at("coder").value);
    const open = own.findIndex((row) => !codes(row).tone);
    show(open < 0 ? 0 : open);
  }
  const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;
  function save() {
    const lines = rows.map((row) => columns.map((name) => cell({ ...row, ...codes(row) }[name])).join(","));
    const file = new Blob(["\ufeff" + [columns.join(","), ...lines].join("\r\n") + "\r\n"], { type: "text/csv" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "coded.csv" });
    link.click();
    URL.revokeObjectURL(link.href);
  }
  at("coder").addEventListener("change", start);
  at("back").addEventListener("click", () => show(place - 1));
  at("next").addEventListener("click", () => show(place + 1));
  at("save").addEventListener("click", save);
  at("form").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, button, summary")) return;
    const pick = (field, value) => { const input = [...document.querySelectorAll(`[name=${field}]`)].find((one) => one.value === value); if (input && !input.closest("[hidden]")) input.click(); };
    const number = "123456".indexOf(event.key);
    if (number >= 0) pick(number < 3 ? "tone" : "actor_tone", tones[number % 3]);
    else if (event.key === "n") pick("frames", "none");
    else if (letters.includes(event.key) && event.key.length === 1) pick("frames", frames[letters.indexOf(event.key)]);
    else if (event.key === "Enter") show(place + 1);
    else return;
    event.preventDefault();
  });
  start();
})();
