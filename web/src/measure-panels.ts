// The panels that measure: ping times, and a burst.

import { Burst, type BurstPlan, type BurstResult, percentile, planProblem } from './burst';
import { duration, grouped, size } from './bytes';
import { spread, trend } from './chart';
import type { Connection } from './connection';
import { byId } from './dom';

const PINGS_SHOWN = 60;
const PING_MILLIS = 1000;
/** A server on a busy machine may take seconds. */
const PATIENCE_SECONDS = 10;
const PROGRESS_MILLIS = 100;

/** Times a text message out and back. */
export class PingPanel {
  readonly #waiting = new Map<string, number>();
  readonly #every = byId('ping-every', HTMLInputElement);
  #times: number[] = [];
  #n = 0;

  /** @param told gets a line for the log */
  constructor(
    private readonly connection: Connection,
    private readonly told: (line: string) => void,
  ) {
    byId('ping-once', HTMLButtonElement).addEventListener('click', () => this.#measure());
    setInterval(() => {
      if (this.#every.checked && this.connection.state === 'open') {
        this.#measure();
      }
    }, PING_MILLIS);
    this.#show();
  }

  reset(): void {
    this.#waiting.clear();
    this.#times = [];
    this.#show();
  }

  /** @returns whether the text was the answer to one of ours */
  takes(text: string): boolean {
    const sentAt = this.#waiting.get(text);
    if (sentAt === undefined) {
      return false;
    }
    const took = performance.now() - sentAt;
    this.#waiting.delete(text);
    this.#times = [...this.#times, took].slice(-PINGS_SHOWN);
    if (!this.#every.checked) {
      this.told(`Echo after ${duration(took * 1000)}`);
    }
    this.#show();
    return true;
  }

  #measure(): void {
    const text = `ping ${++this.#n} ${Math.random().toString(36).slice(2, 10)}`;
    this.#waiting.set(text, performance.now());
    this.connection.send(text, text.length);
    setTimeout(() => {
      if (this.#waiting.delete(text)) {
        this.#every.checked = false;
        this.told(`No echo within ${PATIENCE_SECONDS} s: does this endpoint echo?`);
      }
    }, 1000 * PATIENCE_SECONDS);
  }

  #show(): void {
    const sorted = Float64Array.from(this.#times).sort();
    const text = (ms: number | undefined): string =>
      ms === undefined || Number.isNaN(ms) ? '–' : duration(ms * 1000);
    byId('ping-last', HTMLElement).textContent = text(this.#times.at(-1));
    byId('ping-median', HTMLElement).textContent = text(percentile(sorted, 0.5));
    byId('ping-least', HTMLElement).textContent = text(sorted[0]);
    byId('fact-echo', HTMLElement).textContent = text(this.#times.at(-1));
    byId('ping-chart', HTMLElement).replaceChildren(trend(this.#times, PINGS_SHOWN));
  }
}

/** Runs a burst on the page's connection. */
export class BurstPanel {
  readonly #problem = byId('burst-problem', HTMLElement);
  readonly #progress = byId('burst-progress', HTMLProgressElement);
  #burst: Burst | null = null;
  #progressAt = 0;

  constructor(
    private readonly connection: Connection,
    private readonly told: (line: string) => void,
  ) {
    byId('panel-burst', HTMLElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#start();
    });
  }

  /** @returns whether the message belonged to a burst */
  takes(bytes: Uint8Array): boolean {
    const burst = this.#burst;
    if (burst === null) {
      return false;
    }
    const now = performance.now();
    if (!burst.answer(bytes, now)) {
      this.#fail('Something else came back: this endpoint does not echo what it gets, in order.');
      return false;
    }
    if (burst.done) {
      this.#end(burst.result(now));
    } else {
      this.#pump(burst);
    }
    if (now - this.#progressAt > PROGRESS_MILLIS) {
      this.#progressAt = now;
      this.#progress.value = burst.answered / burst.plan.messages;
    }
    return true;
  }

  /** The connection has gone. */
  stop(): void {
    if (this.#burst !== null) {
      this.#fail('The connection ended before the burst did.');
    }
  }

  #start(): void {
    const value = (id: string): number => byId(id, HTMLInputElement).valueAsNumber;
    const plan: BurstPlan = {
      messages: value('burst-messages'),
      size: value('burst-size'),
      inFlight: value('burst-flight'),
    };
    const problem = planProblem(plan);
    this.#problem.textContent = problem;
    this.#problem.hidden = problem === null;
    if (problem !== null || this.#burst !== null) {
      return;
    }
    const burst = new Burst(plan, performance.now());
    this.#burst = burst;
    this.#progress.hidden = false;
    this.#progress.value = 0;
    this.#pump(burst);
    this.#watch(burst, 0);
  }

  #pump(burst: Burst): void {
    for (
      let next = burst.next(performance.now());
      next !== null;
      next = burst.next(performance.now())
    ) {
      this.connection.send(next, next.length);
    }
  }

  /** Gives up when nothing has come for a while. */
  #watch(burst: Burst, answered: number): void {
    setTimeout(() => {
      if (this.#burst === burst && burst.answered === answered) {
        this.#fail(`Nothing came back for ${PATIENCE_SECONDS} s: does this endpoint echo?`);
      } else if (this.#burst === burst) {
        this.#watch(burst, burst.answered);
      }
    }, 1000 * PATIENCE_SECONDS);
  }

  #fail(why: string): void {
    this.#burst = null;
    this.#progress.hidden = true;
    this.#problem.textContent = why;
    this.#problem.hidden = false;
    this.told(`Burst given up. ${why}`);
  }

  #end(result: BurstResult): void {
    this.#burst = null;
    this.#progress.hidden = true;
    const set = (id: string, text: string): void => {
      byId(id, HTMLElement).textContent = text;
    };
    const at = (p: number): string => duration(percentile(result.sorted, p) * 1000);
    set('burst-rate', grouped(Math.round(result.perSecond)));
    set('burst-bytes', `${size(Math.round(result.bytesPerSecond))}/s`);
    set('burst-p50', at(0.5));
    set('burst-p90', at(0.9));
    set('burst-p99', at(0.99));
    set('burst-max', at(1));
    set('burst-low', duration((result.sorted[0] ?? 0) * 1000));
    set('burst-high', at(1));
    byId('burst-chart', HTMLElement).replaceChildren(spread(result));
    byId('burst-result', HTMLElement).hidden = false;
    byId('burst-hint', HTMLElement).hidden = true;
    const { plan } = result;
    this.told(
      `${grouped(plan.messages)} × ${size(plan.size)}, ${grouped(plan.inFlight)} in flight: ${grouped(Math.round(result.perSecond))} messages/s, p50 ${at(0.5)}, p99 ${at(0.99)}`,
    );
  }
}
