// A state of the user's own in a channel that keeps one publication: all their tabs and devices see it, and change it. The last write wins,
// as a whole. So a change is written upon the latest that is known, at the moment when it can be sent, and what somebody else writes between that
// and its arrival is lost.

import { type Position, Refusal } from '../chat/outbox';

/** What is written waits so long for another attempt, in milliseconds. */
const PAUSE = 1000;

export interface CellWorld<S> {
  /** @throws a `Refusal`, or anything else if there was no answer */
  publish(state: S): Promise<Position>;
  later(task: () => void, millis: number): void;
}

export interface CellListener {
  changed(): void;
  /** The server does not take what was changed: it is undone. */
  refused(problem: string): void;
}

export class Cell<S> {
  #written: S;
  #at: Position = { epoch: '', offset: 0 };
  /** Changes that are not answered yet. */
  readonly #changes: ((state: S) => S)[] = [];
  #isKnown = false;
  #isHere = false;
  #isBusy = false;

  constructor(
    nothing: S,
    private readonly world: CellWorld<S>,
    private readonly listener: CellListener,
  ) {
    this.#written = nothing;
  }

  /** As it is once all changes are written. */
  get value(): S {
    return this.#changes.reduce((state, change) => change(state), this.#written);
  }

  /** Whether it is known what it was before. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Somebody, perhaps this page, wrote it. */
  taken(state: S, at: Position): void {
    if (at.epoch !== this.#at.epoch || at.offset > this.#at.offset) {
      this.#written = state;
      this.#at = at;
      this.listener.changed();
    }
  }

  /** The latest is here, and changes can be written. */
  arrived(): void {
    this.#isKnown = true;
    this.#isHere = true;
    void this.#write();
    this.listener.changed();
  }

  /** The connection is gone: changes wait. */
  gone(): void {
    this.#isHere = false;
  }

  /** @param change may be made more than once, of one state upon another */
  change(change: (state: S) => S): void {
    const { value } = this;
    if (change(value) !== value) {
      this.#changes.push(change);
      void this.#write();
      this.listener.changed();
    }
  }

  async #write(): Promise<void> {
    while (this.#isHere && !this.#isBusy && this.#changes.length > 0) {
      this.#isBusy = true;
      const went = await this.#attempt(this.#changes.length, this.value);
      this.#isBusy = false;
      if (!went) {
        return;
      }
    }
  }

  /** Returns whether it was answered. */
  async #attempt(changes: number, state: S): Promise<boolean> {
    try {
      const at = await this.world.publish(state);
      this.#changes.splice(0, changes);
      this.taken(state, at);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        this.world.later(() => void this.#write(), PAUSE);
        return false;
      }
      this.#changes.splice(0, changes);
      this.listener.refused(error.message);
      this.listener.changed();
    }
    return true;
  }
}
