// What somebody does here, on its way to the server, and as it is shown until it has arrived.

import type { Item } from '../chat/outbox';
import type { Wall, WallEvent } from './wall';

/** What the server is asked for. It knows who asks, and to whom the post is. */
export type Deed =
  | { readonly method: 'wall.post'; readonly text: string }
  | { readonly method: 'wall.like' | 'wall.unlike'; readonly epoch: string; readonly post: number }
  | {
      readonly method: 'wall.comment';
      readonly epoch: string;
      readonly post: number;
      readonly text: string;
    }
  | { readonly method: 'wall.message'; readonly to: string; readonly text: string };

export interface Act extends Item {
  readonly deed: Deed;
  readonly at: number;
}

/** Acts that are shown as if they had happened: those that wait, and those whose answer came before what they did. */
export function pendingEvents(
  acts: readonly Act[],
  wall: Wall,
  me: { readonly user: string; readonly name: string },
): WallEvent[] {
  return acts.flatMap(({ deed, key, at }, index) => {
    const event = { ...me, at, offset: -1 - index, pending: key };
    switch (deed.method) {
      case 'wall.post':
        return [{ ...event, deed: 'post' as const, text: deed.text, post: 0 }];
      case 'wall.message':
        return [];
      default:
        return deed.epoch === wall.epoch ? [{ ...event, ...reaction(deed) }] : [];
    }
  });
}

function reaction(
  deed: Exclude<Deed, { method: 'wall.post' | 'wall.message' }>,
): Pick<WallEvent, 'deed' | 'text' | 'post'> {
  const { post } = deed;
  return deed.method === 'wall.comment'
    ? { deed: 'comment', text: deed.text, post }
    : { deed: deed.method === 'wall.like' ? 'like' : 'unlike', text: '', post };
}

const NAMES: Readonly<Record<Deed['method'], string>> = {
  'wall.post': 'Post',
  'wall.like': 'Like',
  'wall.unlike': 'Like taken back',
  'wall.comment': 'Comment',
  'wall.message': 'Message',
};

/** What an act is called where it is told that it failed. */
export function nameOfAct({ deed }: Act): string {
  return NAMES[deed.method];
}

/** What kept acts have to be to be tried again. */
export function isAct(item: unknown): item is Act {
  const { key, at, deed } = (item ?? {}) as Partial<Act>;
  return (
    typeof key === 'string' &&
    typeof at === 'number' &&
    typeof deed?.method === 'string' &&
    Object.hasOwn(NAMES, deed.method)
  );
}
