// The arena as a board of fields, to say where somebody is: A1 is up and left.

const COLUMNS = 8;
const ROWS = 5;

export function sector(
  place: { readonly x: number; readonly y: number },
  world: { readonly width: number; readonly height: number },
): string {
  const part = (value: number, size: number, count: number): number =>
    Math.min(Math.max(Math.floor((value / size) * count), 0), count - 1);
  const column = String.fromCharCode(65 + part(place.x, world.width, COLUMNS));
  return `${column}${1 + part(place.y, world.height, ROWS)}`;
}
