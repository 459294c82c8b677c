// A message: what goes into a channel, and what is read out of whatever came from one.

import type { PublicationContext } from 'centrifuge';
import { cut, MAX_TEXT, shown, shownName } from './words';

/** What this page publishes. Whoever has no protocol (chat-sockjs) reads the name from it; an SDK's client is told who it was by the server. */
export interface Letter {
  readonly text: string;
  readonly name: string;
  /** Made by who sends it: whoever sees it twice shows it once. */
  readonly key: string;
  /** The sender's clock, in milliseconds since 1970. */
  readonly at: number;
}

export type Delivery = 'sending' | 'sent' | 'failed';

export interface Message {
  readonly key: string;
  /** Its place in the channel; null while the server has not said. */
  offset: number | null;
  /** Who it is from, if the server knows; else empty. */
  readonly user: string;
  readonly name: string;
  readonly text: string;
  readonly at: number;
  delivery: Delivery;
  /** Why it failed, or what went wrong beside it. */
  problem?: string;
}

/** A clock that is so far ahead of ours is wrong. */
const AHEAD_MILLIS = 60_000;

/** Keys that others made up are short. */
const KEY = /^[\w-]{8,64}$/;

type Fields = Record<string, unknown>;

/**
 * A channel takes anything: what is no letter becomes a message whose text it is. Never throws.
 *
 * @param epoch of the stream that it stands in
 */
export function read(publication: PublicationContext, now: number, epoch: string): Message {
  const fields = fieldsOf(publication.data);
  const user = publication.info?.user ?? '';
  const told = fieldsOf(publication.info?.connInfo);
  const offset = publication.offset ?? null;
  return {
    ...letterOf(fields ?? { text: textOf(publication.data) }, now, `at:${epoch}/${offset}`),
    // The server's word counts, where there is one.
    name: shownName(string(told?.name) || (user === '' ? string(fields?.name) : '') || 'Nobody'),
    user,
    offset,
    delivery: 'sent',
  };
}

/** What a payload alone says. */
export function letterOf(fields: Fields, now: number, otherwiseKey: string): Omit<Letter, 'name'> {
  const at = typeof fields.at === 'number' ? fields.at : now;
  const key = string(fields.key);
  return {
    text: shown(typeof fields.text === 'string' ? fields.text : textOf(fields)),
    at: at > 0 && at < now + AHEAD_MILLIS ? at : now,
    key: KEY.test(key) ? key : otherwiseKey,
  };
}

/** The fields of a payload that is an object, or JSON of one: who publishes text cannot say which it is. */
export function fieldsOf(data: unknown): Fields | null {
  if (typeof data === 'string') {
    try {
      return fieldsOf(JSON.parse(data) as object);
    } catch {
      return null;
    }
  }
  return typeof data === 'object' && data !== null && !Array.isArray(data)
    ? (data as Fields)
    : null;
}

/** Anything as a text. */
export function textOf(data: unknown): string {
  return cut(typeof data === 'string' ? data : jsonOf(data), MAX_TEXT);
}

/** JSON can be parsed that is too deep to be written again. */
function jsonOf(data: unknown): string {
  try {
    return JSON.stringify(data) ?? '';
  } catch {
    return '(data that is too deep to be shown)';
  }
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
