// Where ships fly in the arena now. Who looks has none.

import { svg } from '../../dom';
import { door } from './door';
import { type ArenaGlance, arenaOf } from './glance';

/** As in the arena: neighbours in number are far apart in colour. */
const HUE_STEP = 137.5;

export const arena = door('arena', arenaOf, () => {
  const map = svg('svg', { class: 'map', role: 'img', preserveAspectRatio: 'none' });
  const ships = new Map<number, SVGElement>();
  return {
    element: map,
    show(glance) {
      map.setAttribute('viewBox', `0 0 ${glance.width} ${glance.height}`);
      const gone = new Set(ships.keys());
      for (const { ship, x, y } of glance.spots) {
        gone.delete(ship);
        let spot = ships.get(ship);
        if (spot === undefined) {
          // A line of no length, whose round ends stay round however the map is stretched.
          spot = svg('path', { d: 'M0 0h0.01', 'vector-effect': 'non-scaling-stroke' });
          spot.style.setProperty('--hue', String((ship * HUE_STEP) % 360));
          ships.set(ship, spot);
          map.append(spot);
        }
        spot.style.transform = `translate(${x}px, ${y}px)`;
      }
      for (const ship of gone) {
        ships.get(ship)?.remove();
        ships.delete(ship);
      }
      const words = told(glance);
      map.setAttribute('aria-label', `The arena. ${words}`);
      return words;
    },
  };
});

/** In a line. */
export function told({ players, bots, leader }: ArenaGlance): string {
  if (players === 0) {
    return bots === 0 ? 'Nobody is playing' : `Nobody is playing; ${bots} bots wait`;
  }
  const who = `${players} ${players === 1 ? 'plays' : 'play'}${bots === 0 ? '' : `, ${bots} bots`}`;
  return leader === null ? who : `${who}; ${leader.name} leads with ${leader.score}`;
}
