// What becomes of a connection, as people are told it: it is lost, comes back, and what was missed is there again, or is not.

export type Tone = 'none' | 'warn' | 'good' | 'error';

export interface Telling {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  /** What can be done about it. */
  readonly action: 'none' | 'try now' | 'connect' | 'dismiss';
}

type Phase = 'starting' | 'live' | 'offline' | 'returning' | 'ended';

const NOTHING: Telling = { tone: 'none', title: '', text: '', action: 'none' };

/** What a page says in its own words. */
export interface Words {
  /** What is told to be recovered. */
  readonly noun?: string;
  /** What it means to the person that there is no connection. */
  readonly offline?: string;
}

const WAITS = 'What you send waits here, and goes out when the server answers.';

export class Story {
  #phase: Phase = 'starting';
  /** Channels that were entered before the connection was lost, and are not entered again yet. */
  readonly #away = new Set<string>();
  readonly #entered = new Set<string>();
  #recovered = 0;
  /** Whether something was missed that is not made up for, and nobody has said that they know. */
  #lost = false;
  #told: Telling = NOTHING;

  readonly #noun: string;
  readonly #offline: string;

  constructor({ noun = 'message', offline = WAITS }: Words = {}) {
    this.#noun = noun;
    this.#offline = offline;
  }

  get telling(): Telling {
    return this.#told;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** There is no connection, and the client goes on trying. */
  interrupted(): void {
    if (this.#phase === 'ended') {
      return;
    }
    this.#phase = 'offline';
    this.#recovered = 0;
    for (const channel of this.#entered) {
      this.#away.add(channel);
    }
    this.#told = {
      tone: 'warn',
      title: 'Offline.',
      text: this.#offline,
      action: 'try now',
    };
  }

  connected(): void {
    const wasAway = this.#phase === 'offline' && this.#away.size > 0;
    this.#phase = wasAway ? 'returning' : 'live';
    this.#told = wasAway
      ? { tone: 'warn', title: 'Back.', text: 'Catching up…', action: 'none' }
      : this.#known();
  }

  /** What is to be told while all is well. */
  #known(): Telling {
    return this.#lost ? this.#incomplete() : NOTHING;
  }

  /** A channel is entered for the first time, or left for good. */
  entered(channel: string): void {
    this.#entered.add(channel);
  }

  left(channel: string): void {
    this.#entered.delete(channel);
    this.#returned(channel);
  }

  /**
   * A channel is entered again.
   *
   * @param recovered how many publications were made up for
   * @param all whether that is all that was missed
   */
  returned(channel: string, recovered: number, all: boolean): void {
    this.#recovered += recovered;
    this.#lost ||= !all;
    this.#returned(channel);
  }

  #returned(channel: string): void {
    this.#away.delete(channel);
    if (this.#phase === 'returning' && this.#away.size === 0) {
      this.#phase = 'live';
      this.#told = this.#lost ? this.#incomplete() : this.#complete();
    } else if (this.#phase === 'live' && this.#lost) {
      this.#told = this.#incomplete();
    }
  }

  #complete(): Telling {
    const count = this.#recovered;
    return {
      tone: 'good',
      title: 'Back, and nothing missed.',
      text:
        count === 1 ? `1 ${this.#noun} was recovered.` : `${count} ${this.#noun}s were recovered.`,
      action: 'dismiss',
    };
  }

  #incomplete(): Telling {
    return {
      tone: 'error',
      title: 'Back, but something may be missing.',
      text: 'The server no longer has all that was said meanwhile.',
      action: 'dismiss',
    };
  }

  /** The server wants no connection, and the client does not try again. */
  ended(code: number, reason: string): void {
    this.#phase = 'ended';
    this.#told = {
      tone: 'error',
      title: 'The server ended the connection',
      text: `with ${code}: ${reason}.`,
      action: 'connect',
    };
  }

  /** Somebody wants to try again after the end. */
  again(): void {
    this.#phase = 'offline';
  }

  /** It has been read. */
  dismiss(): void {
    if (this.#phase === 'live') {
      this.#lost = false;
      this.#told = NOTHING;
    }
  }
}
