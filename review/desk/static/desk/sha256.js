// SHA-256 piece by piece (FIPS 180-4). crypto.subtle wants a whole file in memory, and is absent
// where the desk is reached over plain http under another name than this machine's own.

const K = new Int32Array(64);
const START = new Int32Array(8);
(() => {
  // The first 32 bits of the fractional parts of the cube and square roots of the first primes.
  const fraction = (root) => ((root - Math.floor(root)) * 0x100000000) | 0;
  for (let candidate = 2, found = 0; found < 64; candidate++) {
    let prime = true;
    for (let d = 2; d * d <= candidate; d++) prime = prime && candidate % d !== 0;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(candidate));
    K[found++] = fraction(Math.cbrt(candidate));
  }
})();

const BLOCK = 64;

export class Sha256 {
  #state = START.slice();
  #words = new Int32Array(64);
  #rest = new Uint8Array(BLOCK);
  #held = 0;
  #length = 0;

  // Take more bytes (a Uint8Array).
  update(bytes) {
    this.#length += bytes.length;
    let at = 0;
    if (this.#held) {
      at = Math.min(BLOCK - this.#held, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#held);
      this.#held += at;
      if (this.#held < BLOCK) return this;
      this.#compress(this.#rest, 0, BLOCK);
      this.#held = 0;
    }
    const whole = bytes.length - ((bytes.length - at) % BLOCK);
    this.#compress(bytes, at, whole);
    this.#rest.set(bytes.subarray(whole));
    this.#held = bytes.length - whole;
    return this;
  }

  // The hash of all bytes so far, in lower-case hex; more may follow.
  hex() {
    const copy = new Sha256();
    copy.#state.set(this.#state);
    copy.#rest.set(this.#rest);
    copy.#held = this.#held;
    const bits = this.#length * 8;
    const ending = new Uint8Array((this.#held < BLOCK - 8 ? 1 : 2) * BLOCK - this.#held);
    ending[0] = 0x80;
    const view = new DataView(ending.buffer);
    view.setUint32(ending.length - 8, Math.floor(bits / 0x100000000));
    view.setUint32(ending.length - 4, bits >>> 0);
    copy.update(ending);
    return [...copy.#state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  #compress(bytes, from, to) {
    const w = this.#words;
    let [h0, h1, h2, h3, h4, h5, h6, h7] = this.#state;
    for (let at = from; at < to; at += BLOCK) {
      for (let i = 0, j = at; i < 16; i++, j += 4) {
        w[i] = (bytes[j] << 24) | (bytes[j + 1] << 16) | (bytes[j + 2] << 8) | bytes[j + 3];
      }
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15];
        const y = w[i - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      let a = h0, b = h1, c = h2, d = h3, e = h4, f = h5, g = h6, h = h7;
      for (let i = 0; i < 64; i++) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0;
        d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      h0 = (h0 + a) | 0; h1 = (h1 + b) | 0; h2 = (h2 + c) | 0; h3 = (h3 + d) | 0;
      h4 = (h4 + e) | 0; h5 = (h5 + f) | 0; h6 = (h6 + g) | 0; h7 = (h7 + h) | 0;
    }
    this.#state.set([h0, h1, h2, h3, h4, h5, h6, h7]);
  }
}
