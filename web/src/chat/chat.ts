// The chat: who I am, the conversations, which of them is looked at, and what goes out. It knows nothing of the page.

import type { Centrifuge, PublicationContext } from 'centrifuge';
import type { Link } from '../frame/link';
import {
  directChannel,
  inboxChannel,
  isConversation,
  isUser,
  kindOf,
  otherIn,
  ROOMS,
  roomChannel,
} from './channels';
import { Conversation, type ReadMark, UNREAD } from './conversation';
import type { Identities } from './identity';
import { MAX_CONVERSATIONS, type Memory } from './memory';
import { fieldsOf, type Letter, type Message } from './message';
import { Outbox, type Outgoing, type Position, Refusal } from './outbox';
import { cut, MAX_TEXT, shown } from './words';

/** Errors below are the client's own: there was no answer. */
const FIRST_SERVER_ERROR = 100;
/** The server's that mean: not now. */
const NOT_NOW = new Set([100, 111]);

export interface ChatListener {
  changed(): void;
}

export class Chat {
  readonly #client: Centrifuge;
  readonly #outbox: Outbox;
  readonly #conversations = new Map<string, Conversation>();
  /** Names of those I have talked to, by user. */
  readonly #names = new Map<string, string>();
  #active: Conversation | null = null;
  #wanted: string;
  me = '';

  /** @param wanted the channel to begin with */
  constructor(
    private readonly link: Link,
    private readonly identities: Identities,
    private readonly memory: Memory,
    private readonly listener: ChatListener,
    wanted: string,
  ) {
    this.#wanted = wanted;
    this.#client = link.client;
    this.#outbox = new Outbox(
      {
        publish: (item) => this.#publish(item),
        later: (task, millis) => setTimeout(task, millis),
        keep: (items) => memory.keepOutbox(items),
      },
      {
        sent: (item, position) => this.#each(item, (it) => it.timeline.sent(item.key, position)),
        failed: (item, problem) => this.#each(item, (it) => it.timeline.failed(item.key, problem)),
      },
      memory.outbox,
    );
    this.#client.on('connected', ({ data }) => this.#connected(String(data?.user ?? '')));
    this.#client.on('connecting', () => this.#outbox.online(false));
    this.#client.on('disconnected', () => this.#outbox.online(false));
  }

  #connected(me: string): void {
    if (this.me === '') {
      this.me = me;
      this.#begin();
    }
    this.#outbox.online(true);
    this.listener.changed();
  }

  /** Now that it is known who I am. */
  #begin(): void {
    for (const channel of [...ROOMS.map(roomChannel), ...this.memory.channels]) {
      this.#join(channel, false);
    }
    for (const item of this.#outbox.waiting) {
      this.#each(item, (it) => it.timeline.write(this.#message(item.data as Letter)));
    }
    if (isUser(this.me)) {
      this.#listen();
    }
    this.open(this.#wanted) || this.open(roomChannel(ROOMS[0] ?? ''));
  }

  /** Whoever wants to talk to me says so in my inbox. */
  #listen(): void {
    const inbox = this.#client.newSubscription(inboxChannel(this.me), {
      recoverable: true,
      positioned: true,
    });
    this.link.follow(inbox, () => false);
    inbox.on('publication', (publication) => this.#wants(publication));
    inbox.on('subscribed', async ({ wasRecovering, recovered }) => {
      if (!wasRecovering || !recovered) {
        const { publications } = await inbox.history({ limit: MAX_CONVERSATIONS, reverse: true });
        for (const publication of publications) {
          this.#wants(publication);
        }
      }
    });
    inbox.subscribe();
  }

  /** The server says who it is from: what they say of themselves is their name at most. */
  #wants({ info }: PublicationContext): void {
    if (info !== undefined && isUser(info.user) && info.user !== this.me) {
      this.#join(directChannel(this.me, info.user), true);
      this.listener.changed();
    }
  }

  // --- conversations

  get conversations(): readonly Conversation[] {
    return [...this.#conversations.values()];
  }

  get active(): Conversation | null {
    return this.#active;
  }

  get unread(): number {
    return this.conversations.reduce((sum, it) => sum + it.timeline.unread, 0);
  }

  #join(channel: string, newcomer: boolean): Conversation | null {
    const there = this.#conversations.get(channel);
    if (there !== undefined) {
      return there;
    }
    if (!isConversation(channel, this.me) || this.#conversations.size >= MAX_CONVERSATIONS) {
      return null;
    }
    const conversation = new Conversation(
      this.link,
      channel,
      this.me,
      {
        changed: () => this.listener.changed(),
        read: (mark) => this.memory.keepMark(channel, mark),
      },
      this.#mark(channel, newcomer),
    );
    this.#conversations.set(channel, conversation);
    this.memory.keepChannels([...this.#conversations.keys()]);
    return conversation;
  }

  /** Up to where it was read. To who is wanted there all is new, after a reload too. */
  #mark(channel: string, newcomer: boolean): ReadMark | null {
    const mark = this.memory.mark(channel);
    if (mark !== null || !newcomer) {
      return mark;
    }
    this.memory.keepMark(channel, UNREAD);
    return UNREAD;
  }

  /** Looks at a conversation. Returns false if there can be none of that name, or there are too many. */
  open(channel: string): boolean {
    const conversation = this.#join(channel, false);
    if (conversation === null) {
      return false;
    }
    if (conversation !== this.#active) {
      this.#active?.close();
      this.#active = conversation;
      conversation.open();
    }
    this.listener.changed();
    return true;
  }

  /** Leaves a conversation for good. */
  leave(conversation: Conversation): void {
    conversation.leave();
    this.#conversations.delete(conversation.channel);
    this.memory.keepChannels([...this.#conversations.keys()]);
    if (conversation === this.#active) {
      this.#active = null;
      this.open(roomChannel(ROOMS[0] ?? ''));
    }
    this.listener.changed();
  }

  /** What is looked at has been seen. */
  seen(): void {
    const conversation = this.#active;
    const timeline = conversation?.timeline;
    if (conversation && timeline && timeline.latest > timeline.readUpTo) {
      this.memory.keepMark(conversation.channel, conversation.seen());
      this.listener.changed();
    }
  }

  /** How the other one of a conversation is called, as far as is known. */
  nameOfOther(conversation: Conversation): string {
    const other = otherIn(conversation.channel, this.me) ?? '';
    const people = this.conversations.flatMap((it) => it.people.list.people);
    const name =
      people.find(({ user }) => user === other)?.name ??
      conversation.timeline
        .rows()
        .flatMap((row) =>
          row.kind === 'message' && row.message.user === other ? [row.message] : [],
        )
        .at(-1)?.name;
    if (name !== undefined) {
      this.#names.set(other, name);
    }
    return this.#names.get(other) ?? 'Somebody';
  }

  // --- writing

  get name(): string {
    return this.identities.current().name;
  }

  /** Changes my name: the server tells others who connect from now on, so this page connects again. */
  rename(name: string): void {
    const identity = this.identities.rename(name);
    this.#client.setData({ name: identity.name });
    this.#client.disconnect();
    this.#client.connect();
    this.listener.changed();
  }

  /** Sends what was written in the conversation that is looked at. Returns false if too much waits already. */
  send(text: string): boolean {
    const conversation = this.#active;
    if (conversation === null || this.#outbox.isFull) {
      return false;
    }
    const letter: Letter = {
      text: cut(text, MAX_TEXT),
      name: this.name,
      key: crypto.randomUUID(),
      at: Date.now(),
    };
    conversation.newAfter = null;
    conversation.timeline.write(this.#message(letter));
    this.#dispatch(conversation, letter);
    return true;
  }

  retry(key: string): void {
    const conversation = this.#active;
    const rows = conversation?.timeline.rows() ?? [];
    const row = rows.find((it) => it.kind === 'message' && it.message.key === key);
    if (conversation !== null && row?.kind === 'message') {
      const { text, name, at } = row.message;
      conversation.timeline.sending(key);
      this.#dispatch(conversation, { text, name, key, at });
    }
  }

  discard(key: string): void {
    this.#active?.timeline.discard(key);
    this.listener.changed();
  }

  #dispatch(conversation: Conversation, letter: Letter): void {
    const { channel } = conversation;
    this.#outbox.add({ key: letter.key, channel, data: letter });
    const other = kindOf(channel) === 'direct' ? otherIn(channel, this.me) : null;
    if (other !== null) {
      this.#outbox.add({ key: `${letter.key}-inbox`, channel: inboxChannel(other), data: {} });
    }
    this.listener.changed();
  }

  #message(letter: Letter): Message {
    const text = shown(letter.text);
    return { ...letter, text, user: this.me, offset: null, delivery: 'sending' };
  }

  async #publish({ channel, data, key }: Outgoing): Promise<Position> {
    try {
      const answer = await this.#client.rpc('duplex.publish', {
        channel,
        data,
        idempotencyKey: key,
      });
      return answer.data as Position;
    } catch (error) {
      const { code, message } = error as { code?: number; message?: string };
      if (code !== undefined && code >= FIRST_SERVER_ERROR && !NOT_NOW.has(code)) {
        throw new Refusal(message ?? 'refused');
      }
      throw error;
    }
  }

  #each({ channel, data }: Outgoing, change: (conversation: Conversation) => void): void {
    const conversation = this.#conversations.get(channel);
    if (conversation !== undefined && fieldsOf(data)?.key !== undefined) {
      change(conversation);
    }
    this.listener.changed();
  }
}
