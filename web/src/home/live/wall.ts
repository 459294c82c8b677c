// What happened last where notifications come from: the wall. Who looks is not there.

import { h } from '../../dom';
import { door } from './door';
import { type WallGlance, wallOf } from './glance';

export const wall = door('notifications', wallOf, () => {
  const list = h('ul', {});
  return {
    element: list,
    show(glance) {
      list.replaceChildren(
        ...(glance.events.length === 0
          ? [h('li', { class: 'hint' }, 'Nothing has happened yet.')]
          : glance.events
              .toReversed()
              .map(({ name, words }) => h('li', {}, h('b', {}, name), ` ${words}`))),
      );
      return told(glance);
    },
  };
});

/** In a line. */
export function told({ users }: WallGlance): string {
  return users === 0
    ? 'The feed: nobody is there now'
    : `The feed: ${users} ${users === 1 ? 'is' : 'are'} there now`;
}
