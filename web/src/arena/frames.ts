// What the server of the arena and this page send each other: binary messages, fields of fixed size, the highest byte first. See
// docs/guide/arena.md; arena-frames.txt among the tests has examples that both ends are held to.

export const VERSION = 1;

const HELLO = 1;
const STEERING = 2;
const BOTS = 3;
const PING = 4;
const WELCOME = 0x11;
const WHOLE = 0x12;
const CHANGES = 0x13;

const POSITION = 1;
const AIM = 2;
const HEALTH = 4;
const SCORE = 8;
const STEPS = 16;
const IDENTITY = 32;
const SHIELDED = 0x80;
const FIRE = 1;
/** In how many parts of a unit places are written. */
const SCALE = 32;

/** The rules, as far as a page has to know them. Lengths in units of the world. */
export interface Welcome {
  readonly kind: 'welcome';
  readonly version: number;
  readonly you: number;
  readonly ticksPerSecond: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** In units a second. */
  readonly speed: number;
  readonly boltSpeed: number;
  readonly boltTicks: number;
  readonly health: number;
}

/** What is told of a ship: only what is new. */
export interface ShipNews {
  readonly id: number;
  readonly identity?: { readonly name: string; readonly bot: boolean };
  readonly position?: { readonly x: number; readonly y: number };
  readonly aim?: number;
  readonly health?: number;
  readonly shielded?: boolean;
  readonly score?: number;
  readonly steps?: number;
}

export interface BoltNews {
  readonly id: number;
  /** Where it was when it was shot. */
  readonly x: number;
  readonly y: number;
  readonly aim: number;
  /** How many ticks ago that was. */
  readonly age: number;
  readonly owner: number;
}

export interface SparkNews {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

export interface Frame {
  readonly kind: 'whole' | 'changes';
  readonly tick: number;
  readonly bots: number;
  readonly ships: readonly ShipNews[];
  readonly gone: readonly number[];
  readonly bolts: readonly BoltNews[];
  readonly hits: readonly number[];
  readonly sparks: readonly SparkNews[];
}

export interface Pong {
  readonly kind: 'pong';
  readonly token: number;
}

/** Reads fields one after the other; throws a RangeError beyond the end. */
class Fields {
  #at = 0;

  constructor(private readonly view: DataView) {}

  u8(): number {
    return this.view.getUint8(this.#at++);
  }

  u16(): number {
    this.#at += 2;
    return this.view.getUint16(this.#at - 2);
  }

  u32(): number {
    this.#at += 4;
    return this.view.getUint32(this.#at - 4);
  }

  place(): number {
    return this.u16() / SCALE;
  }

  text(): string {
    const length = this.u8();
    const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset + this.#at, length);
    this.#at += length;
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  }

  list<T>(count: number, read: () => T): T[] {
    return Array.from({ length: count }, read);
  }

  end(): void {
    if (this.#at !== this.view.byteLength) {
      throw new RangeError(`${this.view.byteLength - this.#at} bytes too many`);
    }
  }
}

/** @throws RangeError or TypeError if it is no message of this version's server */
export function read(message: DataView): Welcome | Frame | Pong {
  const fields = new Fields(message);
  const type = fields.u8();
  const result = readAs(type, fields);
  fields.end();
  return result;
}

function readAs(type: number, fields: Fields): Welcome | Frame | Pong {
  switch (type) {
    case PING:
      return { kind: 'pong', token: fields.u32() };
    case WELCOME:
      return welcome(fields);
    case WHOLE:
      return frame('whole', fields);
    case CHANGES:
      return frame('changes', fields);
    default:
      throw new RangeError(`no message begins with ${type}`);
  }
}

function welcome(fields: Fields): Welcome {
  return {
    kind: 'welcome',
    version: fields.u8(),
    you: fields.u8(),
    ticksPerSecond: fields.u8(),
    width: fields.u16(),
    height: fields.u16(),
    radius: fields.u8(),
    speed: fields.u16(),
    boltSpeed: fields.u16(),
    boltTicks: fields.u8(),
    health: fields.u8(),
  };
}

function frame(kind: Frame['kind'], fields: Fields): Frame {
  return {
    kind,
    tick: fields.u32(),
    bots: fields.u8(),
    ships: fields.list(fields.u8(), () => ship(fields)),
    gone: fields.list(fields.u8(), () => fields.u8()),
    bolts: fields.list(fields.u16(), () => ({
      id: fields.u16(),
      x: fields.place(),
      y: fields.place(),
      aim: fields.u8(),
      age: fields.u8(),
      owner: fields.u8(),
    })),
    hits: fields.list(fields.u8(), () => fields.u16()),
    sparks: fields.list(fields.u8(), () => ({
      index: fields.u8(),
      x: fields.place(),
      y: fields.place(),
    })),
  };
}

function ship(fields: Fields): ShipNews {
  const id = fields.u8();
  const mask = fields.u8();
  const has = (field: number): boolean => (mask & field) !== 0;
  return {
    id,
    ...(has(IDENTITY) && { identity: { bot: fields.u8() === 1, name: fields.text() } }),
    ...(has(POSITION) && { position: { x: fields.place(), y: fields.place() } }),
    ...(has(AIM) && { aim: fields.u8() }),
    ...(has(HEALTH) && health(fields.u8())),
    ...(has(SCORE) && { score: fields.u16() }),
    ...(has(STEPS) && { steps: fields.u16() }),
  };
}

function health(byte: number): { health: number; shielded: boolean } {
  return { health: byte & ~SHIELDED, shielded: (byte & SHIELDED) !== 0 };
}

/** Of a name, in characters: no server shows more. */
export const MAX_NAME = 20;

export function hello(name: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode([...name].slice(0, MAX_NAME).join(''));
  const message = new Uint8Array(2 + bytes.length);
  message.set([HELLO, VERSION]);
  message.set(bytes, 2);
  return message;
}

/** One step of a ship; the vector as whole numbers from -127 to 127. */
export interface Step {
  readonly number: number;
  readonly dx: number;
  readonly dy: number;
  readonly aim: number;
  readonly fire: boolean;
}

/** @param seen the latest tick that this page has */
export function steering(step: Step, seen: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(11));
  view.setUint8(0, STEERING);
  view.setUint16(1, step.number);
  view.setInt8(3, step.dx);
  view.setInt8(4, step.dy);
  view.setUint8(5, step.aim);
  view.setUint8(6, step.fire ? FIRE : 0);
  view.setUint32(7, seen);
  return new Uint8Array(view.buffer);
}

export function bots(count: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array([BOTS, count]);
}

export function ping(token: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(5));
  view.setUint8(0, PING);
  view.setUint32(1, token);
  return new Uint8Array(view.buffer);
}
