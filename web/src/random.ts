// Names that nobody guesses. Not by `crypto.randomUUID`, which browsers have in secure contexts only: a page that came by plain HTTP from another host is none.

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Twenty letters and digits, of over a hundred random bits. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
