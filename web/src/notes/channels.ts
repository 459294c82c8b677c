// The channels of the notifications: what everybody sees, what a user is told, and what a user has read and muted.

/** Posts, likes and comments, for everybody. The server publishes there what users call for. */
export const WALL = 'wall:all';

/** What a user is told. The server lets in who the name names, and lets no client publish. */
export function notesChannel(user: string): string {
  return `notes:#${user}`;
}

/** A state of the user's own, which all their tabs and devices share. */
export function stateChannel(name: 'read' | 'muted', user: string): string {
  return `notes.state:${name}#${user}`;
}
