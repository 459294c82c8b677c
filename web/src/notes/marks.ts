// What of a user's notifications has been read: all up to an offset, and some after it.

import { fieldsOf } from '../chat/message';

/** The most that are read beyond the mark: as many as the server keeps notifications. With more, the oldest and all before it count as read. */
export const MAX_ALSO = 500;

export interface Marks {
  /** The life of the channel that the offsets are of: in another one nothing is read. */
  readonly epoch: string;
  readonly upTo: number;
  /** Read after `upTo`, rising. */
  readonly also: readonly number[];
}

export const NOTHING_READ: Marks = { epoch: '', upTo: 0, also: [] };

export function isRead(marks: Marks, epoch: string, offset: number): boolean {
  return marks.epoch === epoch && (offset <= marks.upTo || marks.also.includes(offset));
}

/** Some more are read. Returns the same marks if they were. */
export function read(marks: Marks, epoch: string, offsets: readonly number[]): Marks {
  const fresh = offsets.filter((offset) => !isRead(marks, epoch, offset));
  if (fresh.length === 0) {
    return marks;
  }
  const before = marks.epoch === epoch ? marks : { upTo: 0, also: [] };
  return packed(epoch, before.upTo, [...before.also, ...fresh]);
}

/** All up to an offset are read. */
export function readAll(marks: Marks, epoch: string, upTo: number): Marks {
  return marks.epoch === epoch
    ? packed(epoch, Math.max(marks.upTo, upTo), marks.also)
    : packed(epoch, upTo, []);
}

/** Marks out of whatever the channel has. */
export function marksOf(data: unknown): Marks {
  const { epoch, upTo, also } = fieldsOf(data) ?? {};
  const offsets = Array.isArray(also) ? also.filter(isOffset) : [];
  return packed(typeof epoch === 'string' ? epoch : '', isOffset(upTo) ? upTo : 0, offsets);
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** What follows the mark without a gap is part of it. */
function packed(epoch: string, mark: number, also: readonly number[]): Marks {
  const rising = [...new Set(also)].sort((a, b) => a - b);
  const over = rising.length - MAX_ALSO;
  let upTo = over > 0 ? Math.max(mark, rising[over - 1] ?? 0) : mark;
  const rest = rising.filter((offset) => {
    if (offset === upTo + 1) {
      upTo = offset;
    }
    return offset > upTo;
  });
  return { epoch, upTo, also: rest };
}
