// Which kinds of notifications a user does not want: they are kept, and neither shown, counted nor announced.

import { fieldsOf } from '../chat/message';
import { KINDS, type Kind } from './note';

export interface Mutes {
  readonly kinds: readonly Kind[];
}

export const NOTHING_MUTED: Mutes = { kinds: [] };

/** Mutes a kind, or no more. */
export function mute(mutes: Mutes, kind: Kind, muted: boolean): Mutes {
  return mutes.kinds.includes(kind) === muted
    ? mutes
    : { kinds: KINDS.filter((it) => (it === kind ? muted : mutes.kinds.includes(it))) };
}

/** Mutes out of whatever the channel has. */
export function mutesOf(data: unknown): Mutes {
  const kinds = fieldsOf(data)?.kinds;
  return { kinds: Array.isArray(kinds) ? KINDS.filter((it) => kinds.includes(it)) : [] };
}
