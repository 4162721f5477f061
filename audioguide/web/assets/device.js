// What the device does with a track that plays: its lock screen, its own screen, and the place
// where somebody left off.

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
    seekto: (details) => player.seek(details.seekTime * 1000),
  };
  for (const [name, action] of Object.entries(actions)) {
    try {
      session.setActionHandler(name, action);
    } catch {
      // A browser that does not know this button has no such button.
    }
  }
  let shown = "";
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

const EVERY_MS = 5000;
const EDGE_MS = 15000;

const placeName = (track) => `audioguide ${new URL("./", document.baseURI).pathname} ${track.key}`;

export function rememberPlaces(player) {
  let savedMs = 0;
  player.addEventListener("change", () => {
    if (!player.canSeek) return;
    const ms = player.positionMs;
    if (Math.abs(ms - savedMs) < EVERY_MS && player.isPlaying) return;
    savedMs = ms;
    stored((storage) => storage.setItem(placeName(player.track), String(Math.round(ms))));
  });
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
