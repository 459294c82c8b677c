// The channels of the chat: how conversations are called on the server, and on the page.

export type Kind = 'room' | 'direct';

/** A room that is always offered comes first. */
export const ROOMS: readonly string[] = ['lobby', 'random', 'help'];
/** The longest name of a room, in characters. */
export const MAX_ROOM = 30;

const ROOM = /^[a-z0-9-]+$/;
const USER = /^[\w-]{1,64}$/;
const DIRECT = 'direct:#';
const OPEN = 'chat:';

/** What somebody typed as a room's name; null if nothing of it can be one. */
export function roomOf(typed: string): string | null {
  const name = typed.trim().toLowerCase().replace(/^#/, '').replace(/\s+/g, '-').slice(0, MAX_ROOM);
  return ROOM.test(name) ? name : null;
}

export function roomChannel(room: string): string {
  return OPEN + room;
}

/** The conversation of two users: the server lets in those that the name names, so both have to make the same of it. */
export function directChannel(one: string, other: string): string {
  return DIRECT + [one, other].sort().join(',');
}

/** Where a user learns who wants to talk to them. */
export function inboxChannel(user: string): string {
  return `inbox:#${user}`;
}

/** Where those in a conversation say that they are typing. It keeps nothing. */
export function typingChannel(channel: string): string {
  return channel.replace(/^(chat|direct):/, '$1.typing:');
}

export function kindOf(channel: string): Kind {
  return channel.startsWith(DIRECT) ? 'direct' : 'room';
}

export function roomIn(channel: string): string {
  return channel.slice(OPEN.length);
}

/** The other one of a conversation of two; null if the channel is none of mine. */
export function otherIn(channel: string, me: string): string | null {
  const users = channel.startsWith(DIRECT) ? channel.slice(DIRECT.length).split(',') : [];
  const other = users.find((user) => user !== me);
  // In the other order it would be another channel, in which nobody is.
  const ours = isUser(me) && other !== undefined && channel === directChannel(me, other);
  return ours && isUser(other) ? other : null;
}

export function isUser(user: string): boolean {
  return USER.test(user);
}

/** The channel that an address names behind its `#`; empty if that is not written as addresses are. */
export function channelIn(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return '';
  }
}

/** Whether a channel is one of the chat's conversations. */
export function isConversation(channel: string, me: string): boolean {
  return channel.startsWith(OPEN)
    ? ROOM.test(roomIn(channel)) && roomIn(channel).length <= MAX_ROOM
    : otherIn(channel, me) !== null;
}
