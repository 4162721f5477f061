// Answers without a network: the page itself, and the tracks that somebody kept on this device.

const scope = new URL(self.registration.scope);
const SHELL = `audioguide shell ${scope.pathname}`;
const KEPT = `audioguide kept ${scope.pathname}`; // [twin: NAME in kept.js]
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(scope.href)) return;
  const path = url.href.slice(scope.href.length);
  if (/^(tracks|pictures)\//.test(path)) event.respondWith(kept(request));
  else if (!/\.(m3u8|xml|zip)$/.test(url.pathname)) event.respondWith(fresh(request, event));
});

// All or nothing: a page of which a part is missing would not work. Past the browser's own cache,
// since a web host may let it keep files for a while that are another version already.
async function install() {
  const fetched = async (path) => fetch(new URL(path, scope), { cache: "no-cache" });
  const programme = await (await fetched("programme.json")).json();
  const cache = await caches.open(SHELL);
  await Promise.all(
    programme.shell.map(async (path) => {
      const response = await fetched(path);
      if (!response.ok) throw new Error(`${response.status} for ${path}`);
      await cache.put(new URL(path, scope), response);
    }),
  );
  await self.skipWaiting();
}

// What names its version, or its content, is never another: the copy here is as good.
async function kept(request) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(request.url, { ignoreVary: true });
  if (!found) return fetch(request);
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  return range && (range[1] || range[2]) ? part(found, range[1], range[2]) : found;
}

// Players ask for parts, and some play nothing when they get the whole: so it is cut here.
async function part(response, first, last) {
  const whole = await response.blob();
  const start = first ? Number(first) : Math.max(0, whole.size - Number(last));
  const end = first && last ? Math.min(Number(last) + 1, whole.size) : whole.size;
  if (start >= end) {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  }
  return new Response(whole.slice(start, end), {
    status: 206,
    headers: {
      "Accept-Ranges": "bytes",
      "Content-Length": String(end - start),
      "Content-Range": `bytes ${start}-${end - 1}/${whole.size}`,
      "Content-Type": response.headers.get("Content-Type") ?? "application/octet-stream",
    },
  });
}

// From the network while it answers, so that a programme is never older than it has to be.
async function fresh(request, event) {
  const cache = await caches.open(SHELL);
  const stored = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  const network = fetch(request, { cache: "no-cache" }).then(async (response) => {
    // Whatever stands behind `?`, as what others add to a link: it is the same file.
    if (response.ok) await cache.put(request.url.split("?")[0], response.clone());
    return response.ok ? response : (stored ?? response);
  });
  if (!stored) return network;
  event.waitUntil(network.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, stored));
  return Promise.race([network.catch(() => stored), late]);
}
