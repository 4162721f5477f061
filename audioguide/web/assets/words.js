// The words of the page, in the first language of the browser that has any.

let language = "en";
let entries = {};

const base = (tag) => tag.toLowerCase().split("-")[0];

export async function loadWords(programmeLanguage) {
  const table = await (await fetch("words.json")).json();
  const wanted = [...navigator.languages, programmeLanguage, "en"];
  const tag = wanted.find((one) => base(one) in table);
  language = tag;
  entries = table[base(tag)];
  document.documentElement.lang = base(tag);
}

export function say(name, values = {}) {
  return filled(entries[name], values);
}

export function sayCounted(name, n) {
  const forms = entries[name];
  const form = forms[new Intl.PluralRules(language).select(n)] ?? forms.other;
  return filled(form, { n: new Intl.NumberFormat(language).format(n) });
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Elements name their words, so that the page may be in another language than it came in.
export function translate() {
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = say(element.dataset.word);
  }
  for (const element of document.querySelectorAll("[data-word-label]")) {
    label(element, element.dataset.wordLabel);
  }
}

export function label(element, name) {
  element.setAttribute("aria-label", say(name));
}

export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
}

// A time as a screen reader should say it: "2 minutes 5 seconds".
export function spokenTime(ms) {
  const seconds = Math.floor(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ];
  const said = parts.filter(([n, unit]) => n || (unit === "second" && seconds < 60));
  return said.map(([n, unit]) => inUnit(n, unit, "long")).join(" ");
}

export function size(nBytes) {
  return inUnit(Math.max(1, Math.round(nBytes / 1e6)), "megabyte", "short");
}

export function percent(share) {
  return new Intl.NumberFormat(language, { style: "percent" }).format(share);
}

function inUnit(n, unit, unitDisplay) {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay }).format(n);
}
