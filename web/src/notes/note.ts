// A notification as it is read out of whatever came from the channel of a user.

import type { PublicationContext } from 'centrifuge';
import { fieldsOf, letterOf, textOf } from '../chat/message';
import { nameOf } from '../chat/people';
import { cut, shown } from '../chat/words';

/** What there is, in the order in which it is shown where it can be muted. */
export const KINDS = ['like', 'comment', 'message', 'notice'] as const;

export type Kind = (typeof KINDS)[number];

/** The longest that is shown of what a notification is about or says, in characters. */
export const MAX_EXCERPT = 160;

export interface Note {
  readonly kind: Kind;
  /** Whether a like was taken back. */
  readonly takenBack: boolean;
  readonly offset: number;
  /** Who did it, by the server's word; empty of a notice, which is the server's own. */
  readonly user: string;
  readonly name: string;
  readonly text: string;
  /** Which post it is about, as an offset on the wall; 0 if none. */
  readonly post: number;
  /** The life of the wall that the post is of. */
  readonly epoch: string;
  /** What the post says. */
  readonly about: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/**
 * Reads a publication. Who it is from the server says (`info`): what comes without that was published by a program on the server, and is a
 * notice, whatever it says that it is. Never throws.
 */
export function noteOf({ data, info, offset = 0 }: PublicationContext, now: number): Note {
  const fields = fieldsOf(data) ?? { text: textOf(data) };
  const takenBack = fields.kind === 'unlike';
  const kind = takenBack ? 'like' : (KINDS.find((it) => it === fields.kind) ?? 'notice');
  const isNotice = info === undefined || kind === 'notice';
  const { text, at } = letterOf(fields, now, '');
  return {
    kind: isNotice ? 'notice' : kind,
    takenBack: takenBack && !isNotice,
    offset,
    user: isNotice ? '' : info.user,
    name: isNotice ? 'From the server' : nameOf(info),
    text: kind === 'like' && !isNotice ? '' : cut(text, MAX_EXCERPT),
    post: typeof fields.post === 'number' && !isNotice ? fields.post : 0,
    epoch: typeof fields.epoch === 'string' ? fields.epoch : '',
    about: typeof fields.about === 'string' ? cut(shown(fields.about), MAX_EXCERPT) : '',
    at,
  };
}
