// Who has how many points: the first few, and oneself.

import type { Ship } from './field';

export interface Row {
  readonly rank: number;
  readonly ship: Ship;
  readonly mine: boolean;
}

/** Who has the most comes first; of two with as many the one who was there first. */
export function ranking(ships: Iterable<Ship>, you: number, most: number): Row[] {
  const rows = [...ships]
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .map((ship, i) => ({ rank: i + 1, ship, mine: ship.id === you }));
  return rows.filter(({ rank, mine }) => mine || rank <= most);
}
