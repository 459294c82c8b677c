// A socket of a page that only listens, and another one when it has ended.

const RETRY_MILLIS = 2000;

export interface MessageSocket {
  onopen: (() => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close(): void;
}

export interface Listener<S> {
  open(socket: S): void;
  message(data: string): void;
  /** It has ended, or there was none. Returns whether another one is to be opened. */
  lost(code: number | null): boolean;
}

/** Until the signal ends it. */
export function keepOpen<S extends MessageSocket>(
  connect: () => Promise<S>,
  listener: Listener<S>,
  signal: AbortSignal,
): void {
  const lost = (code: number | null): void => {
    if (!signal.aborted && listener.lost(code)) {
      later(() => void open(), signal);
    }
  };
  const open = async (): Promise<void> => {
    let socket: S;
    try {
      socket = await connect();
    } catch {
      lost(null);
      return;
    }
    if (signal.aborted) {
      socket.close();
      return;
    }
    const end = (): void => socket.close();
    signal.addEventListener('abort', end);
    socket.onopen = () => listener.open(socket);
    socket.onmessage = (event) => listener.message(event.data as string);
    socket.onclose = ({ code }) => {
      signal.removeEventListener('abort', end);
      lost(code);
    };
  };
  void open();
}

/** After a pause, unless the signal has ended it. */
export function later(task: () => void, signal: AbortSignal): void {
  const end = (): void => clearTimeout(timer);
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', end);
    task();
  }, RETRY_MILLIS);
  signal.addEventListener('abort', end);
}
