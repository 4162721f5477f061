// The page comes whole from the server; this brings it to life. What is shown follows the part of
// the address behind `#`, so that the browser's own "back" leads to the list.

import {
  keepScreenOn,
  playAlone,
  rememberedMs,
  rememberPlaces,
  showOnLockScreen,
} from "./device.js";
import { Keeping } from "./keeping.js";
import { asKept, renew, startWorker } from "./kept.js";
import { rowOf, showList, watchNetwork } from "./list.js";
import { Player } from "./player.js";
import { PlayerView } from "./player_view.js";
import { share } from "./sharing.js";
import { loadWords, say, translate } from "./words.js";

const at = (id) => document.getElementById(id);

// A web host may let browsers keep files for a while, and then it would be that of yesterday.
const published = await (await fetch("programme.json", { cache: "no-cache" })).json();
const programme = { ...published, tracks: await asKept(published.tracks) };
await loadWords(programme.language);
translate();
showList(programme);
watchNetwork();

const player = new Player();
const view = new PlayerView(player);
const keeping = new Keeping([...published.tracks, ...programme.tracks]);
showOnLockScreen(player);
keepScreenOn(player);
playAlone(player);
rememberPlaces(player);
at("share").addEventListener("click", () => share(player.track, at("share")));

function show() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const track = programme.tracks.find((one) => one.key === asked.get("track"));
  const shownBefore = player.track;
  if (track && track === shownBefore) return;
  at("list").hidden = Boolean(track);
  at("player").hidden = !track;
  document.title = track ? `${track.title} · ${programme.title}` : programme.title;
  if (track) openTrack(track, Number(asked.get("t")) * 1000);
  else if (shownBefore) closeTrack(shownBefore);
}

function openTrack(track, askedMs) {
  const resumedMs = askedMs > 0 ? 0 : rememberedMs(track);
  player.open(track, askedMs > 0 ? askedMs : resumedMs);
  view.open(track, resumedMs);
  keeping.open(track);
  at("download").href = track.audio;
  at("download").download = track.file_name;
  at("hand-outs").replaceChildren(...track.hand_outs.map(handOut));
  scrollTo(0, 0);
  at("title").focus({ preventScroll: true });
}

function closeTrack(track) {
  player.close();
  rowOf(track)?.querySelector(".open").focus();
}

function handOut(one) {
  const link = document.createElement("a");
  link.className = "button";
  link.href = one.path;
  link.textContent = say(one.is_pdf ? "hand_out_pdf" : "hand_out");
  return link;
}

window.addEventListener("hashchange", show);
show();
document.documentElement.classList.add("ready");
await startWorker();
// What cannot be renewed now, as without a network, is renewed another time.
renew(published.tracks, programme.tracks).catch(() => {});
