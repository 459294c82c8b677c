// A burst: N messages of one size out and back, and what the times say.

export interface BurstPlan {
  readonly messages: number;
  /** Bytes of each message: 4 at least, for its number. */
  readonly size: number;
  /** How many may be on their way at once. */
  readonly inFlight: number;
}

export interface BurstResult {
  readonly plan: BurstPlan;
  readonly seconds: number;
  readonly perSecond: number;
  /** Payload, both ways together. */
  readonly bytesPerSecond: number;
  /** Round trips in milliseconds, sorted. */
  readonly sorted: Float64Array;
}

export const MIN_SIZE = 4;
export const MAX_MESSAGES = 100_000;
export const MAX_SIZE = 1024 * 1024;
export const MAX_TOTAL = 512 * 1024 * 1024;
export const MAX_UNANSWERED_BYTES = 32 * 1024 * 1024;

export function planProblem(plan: BurstPlan): string | null {
  const whole = [plan.messages, plan.size, plan.inFlight].every((n) => Number.isInteger(n));
  if (!whole || plan.messages < 1 || plan.inFlight < 1) {
    return 'Whole numbers from 1 on, please';
  }
  if (plan.messages > MAX_MESSAGES) {
    return 'At most 100,000 messages';
  }
  if (plan.size < MIN_SIZE || plan.size > MAX_SIZE) {
    return 'A size of 4 bytes to 1 MiB: the first four bytes number the message';
  }
  if (plan.messages * plan.size > MAX_TOTAL) {
    return 'At most 512 MiB in all';
  }
  if (Math.min(plan.inFlight, plan.messages) * plan.size > MAX_UNANSWERED_BYTES) {
    return 'At most 32 MiB on their way at once';
  }
  return null;
}

/** The value below which a share `p` (0 to 1) of the sorted values lies (nearest rank). */
export function percentile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) {
    return Number.NaN;
  }
  const rank = Math.max(1, Math.ceil(p * sorted.length));
  return sorted[Math.min(rank, sorted.length) - 1] as number;
}

export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts sorted values in `count` buckets of equal ratio between the least and the largest. */
export function histogram(sorted: Float64Array, count: number): Bucket[] {
  if (sorted.length === 0) {
    return [];
  }
  const low = Math.max(sorted[0] as number, 0.001);
  const high = Math.max(sorted[sorted.length - 1] as number, low * 1.01);
  const ratio = (high / low) ** (1 / count);
  const counts = new Array<number>(count).fill(0);
  for (const value of sorted) {
    const at = Math.floor(Math.log(Math.max(value, low) / low) / Math.log(ratio));
    const index = Math.min(count - 1, at);
    counts[index] = (counts[index] as number) + 1;
  }
  return counts.map((n, i) => ({ from: low * ratio ** i, to: low * ratio ** (i + 1), count: n }));
}

/** Keeps a burst going: what to send next, what came back, when it is over. No sockets, no clock. */
export class Burst {
  readonly #sentAt: Float64Array;
  readonly #took: Float64Array;
  #sent = 0;
  #answered = 0;
  #startedAt = 0;

  constructor(
    readonly plan: BurstPlan,
    now: number,
  ) {
    this.#sentAt = new Float64Array(plan.messages);
    this.#took = new Float64Array(plan.messages);
    this.#startedAt = now;
  }

  get answered(): number {
    return this.#answered;
  }

  get done(): boolean {
    return this.#answered === this.plan.messages;
  }

  /** The next message to send now, or null if enough are on their way. */
  next(now: number): Uint8Array<ArrayBuffer> | null {
    const enough = this.#sent - this.#answered >= this.plan.inFlight;
    if (enough || this.#sent === this.plan.messages) {
      return null;
    }
    const message = new Uint8Array(this.plan.size);
    new DataView(message.buffer).setUint32(0, this.#sent);
    this.#sentAt[this.#sent++] = now;
    return message;
  }

  /** Takes an answer. @returns whether it is the one that was due */
  answer(bytes: Uint8Array, now: number): boolean {
    if (bytes.length !== this.plan.size || this.#answered >= this.#sent) {
      return false;
    }
    if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) !== this.#answered) {
      return false;
    }
    this.#took[this.#answered] = now - (this.#sentAt[this.#answered] as number);
    this.#answered++;
    return true;
  }

  result(now: number): BurstResult {
    const seconds = Math.max(now - this.#startedAt, 0.001) / 1000;
    return {
      plan: this.plan,
      seconds,
      perSecond: this.#answered / seconds,
      bytesPerSecond: (2 * this.#answered * this.plan.size) / seconds,
      sorted: this.#took.slice(0, this.#answered).sort(),
    };
  }
}
