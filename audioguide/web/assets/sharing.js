// Addresses that somebody takes elsewhere.

import { say } from "./words.js";

const SHOWN_MS = 3000;

export async function share(track, button) {
  const url = new URL(`./#${new URLSearchParams({ track: track.key })}`, document.baseURI).href;
  if (!navigator.share) return copy(url, button);
  try {
    await navigator.share({ title: track.title, url });
  } catch (trouble) {
    if (trouble.name !== "AbortError") await copy(url, button);
  }
}

export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyWithoutPermission(text);
  }
  const before = button.textContent;
  if (before === say("copied")) return;
  button.textContent = say("copied");
  setTimeout(() => (button.textContent = before), SHOWN_MS);
}

// Pages without encryption have no clipboard of their own; what is selected can be copied still.
function copyWithoutPermission(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
