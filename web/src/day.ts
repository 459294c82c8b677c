// Times as people are told them, and the day on which they are told: what was at 14:05 yesterday is not today's 14:05.

import { h } from './dom';

/** The day of a time, by which it is told from others. */
export function dayOf(at: number): string {
  return new Date(at).toDateString();
}

/** The day that it is. */
export function today(): string {
  return dayOf(Date.now());
}

/**
 * When something was, in short.
 *
 * @param day on which that is told
 */
export function clock(at: number, day: string): string {
  const date = new Date(at);
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return dayOf(at) === day
    ? date.toLocaleTimeString([], time)
    : date.toLocaleString([], { ...time, day: 'numeric', month: 'short' });
}

/** The same as an element. */
export function timeElement(at: number, day: string): HTMLElement {
  return h('time', { datetime: new Date(at).toISOString() }, clock(at, day));
}

/** So long the day goes on, in milliseconds. */
export function untilMidnight(now: number): number {
  return new Date(now).setHours(24, 0, 0, 0) - now;
}

/** Runs `task` whenever another day has begun: at midnight, or when the page is seen again, for timers stand still while a machine sleeps. */
export function onNewDay(task: () => void): void {
  let day = today();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, untilMidnight(Date.now()));
    if (day !== today()) {
      day = today();
      task();
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
}
