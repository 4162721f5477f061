// Tracks that are kept on this device. They lie in a cache that the service worker answers from.

import { address } from "./track.js";

const scope = new URL("./", document.baseURI);
const NAME = `audioguide kept ${scope.pathname}`; // [twin: KEPT in sw.js]

export const isPossible = isSecureContext && "serviceWorker" in navigator && "caches" in window;

export async function startWorker() {
  if (!isPossible) return;
  try {
    await navigator.serviceWorker.register("sw.js");
  } catch {
    // A browser may refuse to keep anything; the page works without.
  }
}

const soundOf = (track) => new URL(address(track, track.audio), scope).href;

function filesOf(track) {
  const pictures = [track.cover, ...track.chapters.map((chapter) => chapter.picture)];
  const paths = pictures.filter(Boolean).map((picture) => picture.path);
  const beside = [...new Set(paths), address(track, track.words)];
  return beside.map((path) => new URL(path, scope).href);
}

export async function isKept(track) {
  if (!isPossible) return false;
  const cache = await caches.open(NAME);
  return (await cache.match(soundOf(track))) !== undefined;
}

// The sound comes last: where it is, all of the track is.
export async function keep(track, { signal, onShare }) {
  await navigator.storage?.persist?.();
  const cache = await caches.open(NAME);
  await Promise.all(filesOf(track).map(async (url) => cache.put(url, await loaded(url, signal))));
  const url = soundOf(track);
  await cache.put(url, await counted(url, track.n_bytes, { signal, onShare }));
  const { size } = await (await cache.match(url)).blob();
  if (size !== track.n_bytes) {
    await cache.delete(url);
    throw new Error(`${size} bytes of ${track.n_bytes}`);
  }
}

export async function forget(track, tracks) {
  const cache = await caches.open(NAME);
  await cache.delete(soundOf(track));
  await removeUnused(tracks);
}

// Takes out what belongs to no track that is kept, so that nothing piles up.
async function removeUnused(tracks) {
  const cache = await caches.open(NAME);
  const used = new Set();
  for (const track of tracks) {
    if (await isKept(track)) [soundOf(track), ...filesOf(track)].forEach((url) => used.add(url));
  }
  for (const request of await cache.keys()) {
    if (!used.has(request.url)) await cache.delete(request);
  }
}

// A track that was kept and has been made anew since is loaded anew before the old one goes.
export async function renew(tracks) {
  if (!isPossible) return;
  const cache = await caches.open(NAME);
  const kept = (await cache.keys()).map((request) => request.url.split("?")[0]);
  const ignored = { signal: undefined, onShare: () => {} };
  for (const track of tracks) {
    const wasKept = kept.includes(soundOf(track).split("?")[0]);
    if (wasKept && !(await isKept(track))) await keep(track, ignored);
  }
  await removeUnused(tracks);
}

// Past the browser's own cache: while a player loads parts of a file, Chromium may answer from there
// with a part to whoever asked for the whole.
async function loaded(url, signal) {
  const response = await fetch(url, { signal, cache: "no-store" });
  if (response.status !== 200) throw new Error(`${response.status} for ${url}`);
  return response;
}

// It goes into the cache as it comes, so that memory does not grow with the track.
async function counted(url, nBytes, { signal, onShare }) {
  const response = await loaded(url, signal);
  let nLoaded = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      nLoaded += chunk.byteLength;
      onShare(Math.min(1, nLoaded / nBytes));
      controller.enqueue(chunk);
    },
  });
  const headers = { "Content-Type": "audio/mpeg" };
  return new Response(response.body.pipeThrough(counter), { headers });
}
