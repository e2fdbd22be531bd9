// Sending a batch: begin, name the files, send in pieces what is not there yet, hand over.
// A lost connection is waited for; what the server has is asked of it, never remembered here.
import { Sha256 } from "./sha256.js";

const LANES = 2; // Files on the way at once: small ones wait for the disk more than for the wire.
const WAITS = [1, 2, 4, 8, 15]; // Seconds before trying again.
const ATTEMPTS = 3; // Times that a file is sent whose bytes do not arrive as they are.

export class Refused extends Error {
  constructor({ code, zh, en, detail }) {
    super(code);
    Object.assign(this, { code, zh, en, detail });
  }
}
export class SignedOut extends Error {}
export class Stopped extends Error {}
export class Unreadable extends Error {}

export class Sender {
  #stop = new AbortController();
  #waiting = new Set();
  #broken = false;

  // `tell` hears how far it is after every piece, `lost` of the seconds until a new attempt,
  // `back` when the connection is there again.
  constructor({ urls, token, chunk, listed, tell, lost, back }) {
    Object.assign(this, { urls, token, chunk, listed, tell, lost, back });
    this.items = [];
    this.files = 0;
    this.bytes = 0;
    this.allBytes = 0;
  }

  stop() {
    this.#stop.abort();
    this.retryNow();
  }

  retryNow() {
    this.#waiting.forEach((wake) => wake());
  }

  async begin(wish) {
    const begun = await this.#post(this.urls.begin, JSON.stringify(wish));
    this.base = `${this.urls.uploads}${begun.id}/`;
    this.listing = begun.listing;
    return begun;
  }

  // Names `items` ({path, file}); returns those that the server refuses, with their codes.
  async name(items) {
    const refused = [];
    for (let at = 0; at < items.length; at += this.listed) {
      const some = items.slice(at, at + this.listed);
      const body = { listing: this.listing, files: some.map(({ path, file }) => [path, file.size]) };
      const { files } = await this.#post(`${this.base}files/`, JSON.stringify(body));
      files.forEach((here, i) => {
        if (here.refused) refused.push({ path: some[i].path, code: here.refused });
        else this.#add({ ...some[i], ...here, here: 0 });
      });
    }
    await this.#post(`${this.base}listed/`, JSON.stringify({ listing: this.listing }));
    return refused;
  }

  // Sends whatever is not there whole.
  async send() {
    const todo = this.items.values();
    const lane = async () => {
      for (const item of todo) {
        if (this.#broken) return;
        await this.#file(item);
        this.files += 1;
        this.tell(item, "sending");
      }
    };
    const lanes = Array.from({ length: LANES }, lane);
    try {
      await Promise.all(lanes);
    } catch (error) {
      this.#broken = true;
      await Promise.allSettled(lanes);
      throw error;
    }
  }

  handOver(mode) {
    return this.#post(`${this.base}hand-over/`, JSON.stringify(mode ? { mode } : {}));
  }

  #add(item) {
    this.items.push(item);
    this.allBytes += item.file.size;
    this.#here(item, item.received);
  }

  // So much of the item is there now.
  #here(item, bytes) {
    this.bytes += bytes - item.here;
    item.here = bytes;
  }

  async #file(item) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(item);
      } catch (error) {
        if (error.code !== "E-UPLOAD-HASH" || attempt === ATTEMPTS) throw error;
        this.#here(item, 0);
        item.sha256 = "";
      }
    }
  }

  async #once(item) {
    // What is there may be of a file that was changed since: its hash tells.
    const same = item.sha256 && (await this.#hash(item, item.file.size)).hex() === item.sha256;
    if (same) return;
    let again = Boolean(item.sha256);
    if (again) this.#here(item, 0);
    let hash = await this.#hash(item, item.here);
    for (let whole = false; !whole; ) {
      const piece = await this.#read(item.file, item.here);
      const end = item.here + piece.length;
      hash.update(piece);
      const headers = { "X-Offset": item.here };
      if (end === item.file.size) headers["X-SHA256"] = hash.hex();
      if (again) headers["X-Again"] = 1;
      const answer = await this.#post(`${this.base}files/${item.number}/`, piece, headers);
      again = false;
      whole = answer.complete;
      this.#here(item, answer.received);
      // A piece that was there already, or less than was thought: go on from where it ends.
      if (!whole && answer.received !== end) hash = await this.#hash(item, answer.received);
      this.tell(item, "sending");
    }
  }

  // The hash of the first `length` bytes of the file as it is on this machine.
  async #hash(item, length) {
    const hash = new Sha256();
    for (let at = 0; at < length; ) {
      const piece = await this.#read(item.file, at, length);
      hash.update(piece);
      at += piece.length;
      this.tell(item, "comparing");
    }
    return hash;
  }

  async #read(file, from, limit = file.size) {
    if (this.#broken || this.#stop.signal.aborted) throw new Stopped();
    const until = Math.min(from + this.chunk, limit);
    const bytes = await file.slice(from, until).arrayBuffer().catch(() => null);
    if (bytes === null || bytes.byteLength !== until - from) throw new Unreadable(file.name);
    return new Uint8Array(bytes);
  }

  async #post(url, body, headers = {}) {
    for (let attempt = 0; ; attempt++) {
      if (this.#stop.signal.aborted) throw new Stopped();
      const answer = await this.#try(url, body, headers);
      if (answer) {
        if (attempt) this.back();
        return answer;
      }
      await this.#wait(WAITS[Math.min(attempt, WAITS.length - 1)]);
    }
  }

  // The answer; null where the connection is lost or the server is not there.
  async #try(url, body, headers) {
    let response, answer;
    try {
      response = await fetch(url, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": this.token, ...headers },
        redirect: "manual",
        signal: this.#stop.signal,
      });
      const json = (response.headers.get("Content-Type") || "").includes("json");
      answer = json ? await response.json() : null;
    } catch {
      if (this.#stop.signal.aborted) throw new Stopped();
      return null;
    }
    if (answer && response.ok) return answer;
    if (answer) throw new Refused(answer);
    if (response.status >= 500) return null;
    // Sent to the sign-in page, or the page's token is of an earlier sign-in.
    if (response.type === "opaqueredirect" || response.status === 403) throw new SignedOut();
    throw new Refused({ code: "E-UPLOAD-REQUEST" });
  }

  #wait(seconds) {
    this.lost(seconds);
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, seconds * 1000);
      this.#waiting.add(wake);
    });
  }
}
