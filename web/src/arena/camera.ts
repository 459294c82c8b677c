// Which part of the world is seen: all of it where there is room, else what is around one's ship.

export interface Camera {
  /** Pixels of a unit. */
  readonly scale: number;
  /** What is in the upper left corner, in units. */
  readonly x: number;
  readonly y: number;
}

/** Smaller than this a ship is hard to see. */
const MIN_SCALE = 0.5;

export function camera(
  world: { readonly width: number; readonly height: number },
  screen: { readonly width: number; readonly height: number },
  focus: { readonly x: number; readonly y: number },
): Camera {
  const all = Math.min(screen.width / world.width, screen.height / world.height);
  const scale = Math.max(all, MIN_SCALE);
  return {
    scale,
    x: corner(world.width, screen.width / scale, focus.x),
    y: corner(world.height, screen.height / scale, focus.y),
  };
}

/** No further than the edges; what is smaller than the screen is in its middle. */
function corner(size: number, seen: number, focus: number): number {
  return seen >= size ? (size - seen) / 2 : Math.min(Math.max(focus - seen / 2, 0), size - seen);
}
