// The list of tracks, and what stands below it.

import { isKept, isPossible } from "./kept.js";
import { copy } from "./sharing.js";
import { clock, label, say, sayCounted, size } from "./words.js";

const at = (id) => document.getElementById(id);

export function showList(programme) {
  const n = programme.tracks.length;
  const lengthMs = programme.tracks.reduce((sum, track) => sum + track.length_ms, 0);
  at("n-tracks").textContent = [sayCounted("tracks", n), ...(n > 1 ? [clock(lengthMs)] : [])].join(" · ");
  programme.tracks.forEach(showTrack);
  if (programme.feed) showFeed(new URL(programme.feed, document.baseURI));
  showLimits();
}

// None where the programme has changed since the page came; the next visit has both alike.
export function rowOf(track) {
  return document.querySelector(`.track[data-key="${CSS.escape(track.key)}"]`);
}

async function showTrack(track) {
  const row = rowOf(track);
  if (!row) return;
  row.querySelector(".open").href = `#${new URLSearchParams({ track: track.key })}`;
  row.querySelector(".size").textContent = `(${size(track.n_bytes)})`;
  row.querySelector(".download").setAttribute("aria-label", `${say("download")}: ${track.title}`);
  const nChapters = row.querySelector(".n-chapters");
  if (nChapters) nChapters.textContent = sayCounted("n_chapters", track.chapters.length);
  row.querySelector(".kept").hidden = !(await isKept(track));
}

// Apps are asked by schemes of their own, which say nothing to anybody else: the address may hold
// a secret. Only a page that is public anyway goes by the app's web site, which knows https.
function showFeed(feed) {
  const elsewhere = `${feed.host}${feed.pathname}`;
  at("feed").textContent = feed.href;
  at("feed").classList.add("shown");
  at("copy-feed").addEventListener("click", () => copy(feed.href, at("copy-feed")));
  at("antennapod").href =
    feed.protocol === "https:"
      ? `https://antennapod.org/deeplink/subscribe?${new URLSearchParams({ url: feed.href })}`
      : `antennapod-subscribe://${elsewhere}`;
  at("apple-podcasts").href = `podcast://${elsewhere}`;
  for (const [id, app] of [["antennapod", "AntennaPod"], ["apple-podcasts", "Apple Podcasts"]]) {
    at(id).textContent = say("open_in", { app });
  }
  at("feed-links").hidden = false;
}

function showLimits() {
  at("limits").hidden = isSecureContext;
  const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  if (!isPossible || isInstalled) return;
  at("install").hidden = !matchMedia("(pointer: coarse)").matches;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    at("install").hidden = false;
    at("install-how").hidden = true;
    at("install-now").hidden = false;
    at("install-now").onclick = () => event.prompt();
  });
  window.addEventListener("appinstalled", () => (at("install").hidden = true));
}

export function watchNetwork() {
  const show = () => {
    at("notice").hidden = navigator.onLine;
    at("notice").textContent = navigator.onLine ? "" : say("offline");
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
