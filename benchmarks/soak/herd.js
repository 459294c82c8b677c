// Many clients of the official SDK in one channel, and what happened to each.
import { Centrifuge } from 'centrifuge';
import { WebSocket } from 'ws';

const CHANNEL = 'news:all';
const AT_ONCE = 200;
const PATIENCE_MS = 60_000;

async function until(what, so) {
  const end = performance.now() + PATIENCE_MS;
  while (!so()) {
    if (performance.now() > end) {
      throw new Error(`not in time: ${what}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** A client, and what it saw. */
class Animal {
  absences = [];
  reasons = [];
  failures = 0;
  missed = 0;
  twice = 0;
  last = 0;
  there = false;

  /** @param choose where the next connection is to go: what a balancer decides */
  constructor(choose) {
    class Balanced extends WebSocket {
      constructor(_address, protocols) {
        super(choose(), protocols, { perMessageDeflate: false });
      }
    }
    // Its times and its way to come back are the SDK's own.
    this.client = new Centrifuge(choose(), { websocket: Balanced });
    this.client.on('connecting', (context) => {
      if (this.there) {
        this.there = false;
        this.reasons.push(`${context.code} ${context.reason}`);
        this.absences.push({ gone: performance.now(), back: Number.NaN, recovered: false });
      }
    });
    this.client.on('disconnected', (context) => {
      this.reasons.push(`for good: ${context.code} ${context.reason}`);
    });
    this.client.on('error', () => {
      this.failures++;
    });
    const subscription = this.client.newSubscription(CHANNEL);
    subscription.on('subscribed', (context) => {
      this.there = true;
      const absence = this.absences.at(-1);
      if (absence !== undefined) {
        absence.back = performance.now();
        absence.recovered = context.wasRecovering && context.recovered;
      }
    });
    subscription.on('publication', (context) => this.take(context.data.n));
    subscription.subscribe();
  }

  take(n) {
    if (n <= this.last) {
      this.twice++;
    } else if (this.last > 0) {
      this.missed += n - this.last - 1;
    }
    this.last = Math.max(this.last, n);
  }
}

/** All of them. */
export class Herd {
  constructor(size, choose) {
    this.size = size;
    this.choose = choose;
    this.animals = [];
  }

  /** Connects them, some at a time, until all are subscribed. */
  async gather() {
    while (this.animals.length < this.size) {
      const some = Math.min(AT_ONCE, this.size - this.animals.length);
      for (let i = 0; i < some; i++) {
        const animal = new Animal(this.choose);
        this.animals.push(animal);
        animal.client.connect();
      }
      await until('all are subscribed', () => this.animals.every((it) => it.there));
    }
  }

  allBack() {
    return until('all are back', () => this.animals.every((it) => it.there && it.absences.length > 0));
  }

  allHave(n) {
    return until('all have the last publication', () => this.animals.every((it) => it.last >= n));
  }

  absences() {
    return this.animals.flatMap((it) => it.absences);
  }

  recovered() {
    return this.absences().filter((it) => it.recovered).length;
  }

  failures() {
    return this.animals.reduce((all, it) => all + it.failures, 0);
  }

  /** Publications that somebody should have had, after the first it had, and had not. */
  missed(published) {
    return this.animals.reduce((all, it) => all + it.missed + (published - it.last), 0);
  }

  twice() {
    return this.animals.reduce((all, it) => all + it.twice, 0);
  }

  /** What clients were told, with how many of them. */
  reasons() {
    const all = {};
    for (const reason of this.animals.flatMap((it) => it.reasons)) {
      all[reason] = (all[reason] ?? 0) + 1;
    }
    return all;
  }

  scatter() {
    for (const animal of this.animals) {
      animal.client.disconnect();
    }
  }
}
