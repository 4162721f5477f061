// What the device does with a track that plays: its lock screen, its own screen, its one ear, and
// the place where somebody left off.

import { indexAt, pictureAt } from "./track.js";

// Chapters on the lock screen, where the buttons for tracks go from chapter to chapter.
export function showOnLockScreen(player) {
  const session = navigator.mediaSession;
  if (!session) return;
  const actions = {
    play: () => player.play(),
    pause: () => player.pause(),
    seekbackward: () => player.back(),
    seekforward: () => player.forward(),
    previoustrack: () => player.previous(),
    nexttrack: () => player.next(),
    seekto: ({ seekTime }) => player.seek(seekTime * 1000),
  };
  for (const [name, action] of Object.entries(actions)) {
    try {
      session.setActionHandler(name, (details) => player.track && action(details));
    } catch {
      // A browser that does not know this button has no such button.
    }
  }
  let shown = "";
  player.addEventListener("close", () => {
    shown = "";
    session.metadata = null;
    session.playbackState = "none";
  });
  player.addEventListener("change", () => {
    const { track, positionMs } = player;
    const index = indexAt(track.chapters, positionMs);
    session.playbackState = player.isPlaying ? "playing" : "paused";
    session.setPositionState?.({
      duration: track.length_ms / 1000,
      position: Math.min(positionMs, track.length_ms) / 1000,
    });
    if (shown === `${track.key} ${index}`) return;
    shown = `${track.key} ${index}`;
    session.metadata = metadata(track, track.chapters[index], pictureAt(track, positionMs));
  });
}

function metadata(track, chapter, picture) {
  const artwork = picture ? [{ src: new URL(picture.path, document.baseURI).href }] : [];
  return new MediaMetadata({
    title: chapter?.title ?? track.title,
    artist: chapter ? track.title : track.artist,
    album: document.title,
    artwork,
  });
}

// Browsers let go of the lock when the page is out of sight, so it is asked for again.
export function keepScreenOn(player) {
  if (!("wakeLock" in navigator)) return;
  let lock = null;
  let isAsking = false;
  const update = async () => {
    const isWanted = player.isPlaying && document.visibilityState === "visible";
    if (!isWanted) {
      lock?.release();
      lock = null;
    } else if (!isAsking && (lock === null || lock.released)) {
      isAsking = true;
      try {
        lock = await navigator.wakeLock.request("screen");
      } catch {
        // A battery that runs low comes first.
      }
      isAsking = false;
    }
  };
  player.addEventListener("change", update);
  document.addEventListener("visibilitychange", update);
}

// Of all pages of ours that are open, the one that began last plays.
export function playAlone(player) {
  if (!("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel("audioguide plays");
  let isTold = false;
  channel.addEventListener("message", () => player.pause());
  player.addEventListener("change", () => {
    if (player.isPlaying && !isTold) channel.postMessage("begins");
    isTold = player.isPlaying;
  });
}

const EVERY_MS = 5000;
const EDGE_MS = 15000;

const placeName = (track) => `audioguide ${new URL("./", document.baseURI).pathname} ${track.key}`;

export function rememberPlaces(player) {
  let savedMs = 0;
  const save = () => {
    if (!player.track || !player.canSeek) return;
    savedMs = player.positionMs;
    stored((storage) => storage.setItem(placeName(player.track), String(Math.round(savedMs))));
  };
  player.addEventListener("change", () => {
    if (!player.isPlaying || Math.abs(player.positionMs - savedMs) >= EVERY_MS) save();
  });
  // A page that goes while it plays says so once, and a phone may put one away that is hidden.
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);
}

// Near its ends a track begins anew.
export function rememberedMs(track) {
  const ms = Number(stored((storage) => storage.getItem(placeName(track))) ?? 0);
  return ms > EDGE_MS && ms < track.length_ms - EDGE_MS ? ms : 0;
}

// A browser may refuse to store anything.
function stored(action) {
  try {
    return action(localStorage);
  } catch {
    return null;
  }
}
