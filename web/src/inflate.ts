// A message of permessage-deflate by itself (RFC 7692 §7.2.2).

/** What a sender leaves out at the end, then an empty last block, so that the stream is whole. */
const TAIL = new Uint8Array([0x00, 0x00, 0xff, 0xff, 0x01, 0x00, 0x00, 0xff, 0xff]);

/** @returns the message, or null if it cannot be read alone: it refers to earlier ones, or is broken */
export async function inflate(payload: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
  const whole = new Blob([payload, TAIL]).stream();
  try {
    const inflated = whole.pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(inflated).arrayBuffer());
  } catch {
    return null;
  }
}
