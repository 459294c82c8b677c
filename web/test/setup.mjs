// What browsers have, and Node 18 has elsewhere: the digests as a global, and raw deflate.

import { webcrypto } from 'node:crypto';
import { Duplex } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

globalThis.crypto ??= webcrypto;

try {
  new DecompressionStream('deflate-raw');
} catch {
  globalThis.DecompressionStream = class {
    constructor() {
      Object.assign(this, Duplex.toWeb(createInflateRaw()));
    }
  };
}
