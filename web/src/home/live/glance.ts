// What the server tells at a door of what is behind it, looked at as if it were made to harm. Knows no DOM.

import { oneLine } from '../../bytes';
import { fieldsOf } from '../../chat/message';
import { shown, shownName } from '../../chat/words';
import { type Instrument, snapshotOf } from '../../ticker/tick';

/** As many as the arena has ships, as many events as are shown, and of each no more than a line has room for. */
export const MAX_SHIPS = 255;
export const MAX_EVENTS = 3;
const MAX_TEXT = 120;

export interface Spot {
  readonly ship: number;
  readonly x: number;
  readonly y: number;
}

export interface ArenaGlance {
  readonly players: number;
  readonly bots: number;
  readonly width: number;
  readonly height: number;
  readonly leader: { readonly name: string; readonly score: number } | null;
  readonly spots: readonly Spot[];
}

export interface MarketGlance {
  /** Prices a second while somebody looks. */
  readonly rate: number;
  /** Who looks now. */
  readonly watching: number;
  readonly instruments: readonly Instrument[];
}

export interface WallGlance {
  readonly users: number;
  /** The latest first: who, and what they did. */
  readonly events: readonly { readonly name: string; readonly words: string }[];
}

export function arenaOf(data: unknown): ArenaGlance | null {
  const its = fieldsOf(data);
  const [width, height] = [count(its?.width), count(its?.height)];
  if (its === null || width === 0 || height === 0) {
    return null;
  }
  const { players, bots, leader, ships } = its;
  return {
    players: count(players),
    bots: count(bots),
    width,
    height,
    leader: leaderOf(leader),
    spots: spotsOf(list(ships).map(count), width, height),
  };
}

function leaderOf(data: unknown): ArenaGlance['leader'] {
  const its = fieldsOf(data);
  const name = shownName(string(its?.name));
  return name === '' ? null : { name, score: count(its?.score) };
}

/** Three numbers each. */
function spotsOf(numbers: readonly number[], width: number, height: number): Spot[] {
  const spots: Spot[] = [];
  for (let i = 0; i + 2 < numbers.length && spots.length < MAX_SHIPS; i += 3) {
    const [ship = 0, x = 0, y = 0] = numbers.slice(i, i + 3);
    spots.push({ ship, x: Math.min(x, width), y: Math.min(y, height) });
  }
  return spots;
}

export function marketOf(data: unknown): MarketGlance | null {
  const its = fieldsOf(data);
  return its === null || typeof its.rate !== 'number'
    ? null
    : {
        rate: count(its.rate),
        watching: count(its.watching),
        instruments: snapshotOf(its).instruments.slice(0, MAX_EVENTS),
      };
}

/** What somebody did, after their name, by what the server calls it. */
const DEEDS: Readonly<Record<string, (text: string) => string>> = {
  post: (text) => text,
  like: () => 'likes a post',
  unlike: () => 'does not like a post any more',
  comment: (text) => `commented: ${text}`,
};

export function wallOf(data: unknown): WallGlance | null {
  const its = fieldsOf(data);
  return its === null || typeof its.users !== 'number'
    ? null
    : { users: count(its.users), events: list(its.events).flatMap(eventOf).slice(0, MAX_EVENTS) };
}

function eventOf(data: unknown): WallGlance['events'] {
  const its = fieldsOf(data);
  const kind = string(its?.kind);
  const deed = Object.hasOwn(DEEDS, kind) ? DEEDS[kind] : undefined;
  return deed === undefined
    ? []
    : [
        {
          name: shownName(string(its?.name)) || 'Nobody',
          words: deed(oneLine(shown(string(its?.text)), MAX_TEXT)),
        },
      ];
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
