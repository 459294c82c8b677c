// What a player is told in words, for who does not see the picture: by what has changed for the own ship.

export interface State {
  readonly health: number;
  readonly score: number;
}

/** A sentence; empty if nothing is to be said. */
export function tidings(before: State | null, now: State): string {
  if (before === null) {
    return '';
  }
  if (now.health === 0 && before.health > 0) {
    return 'You were knocked out. Back in two seconds.';
  }
  if (now.health > 0 && before.health === 0) {
    return 'You are back, with a shield for two seconds.';
  }
  if (now.score > before.score) {
    return `${now.score} ${now.score === 1 ? 'point' : 'points'}.`;
  }
  return now.health < before.health ? `Hit: ${now.health} left.` : '';
}
