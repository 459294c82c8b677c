// The little of the DOM that the views need.

type Child = Node | string | null;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean | null>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: (Node | string)[]
): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** The element with this id, of this type: the page is broken without it. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) {
    throw new Error(`The page has no ${type.name} with the id ${id}`);
  }
  return element;
}

/** Runs `draw` at most once for each picture on the screen, however often it is asked for; soon, while the page is not seen. */
export function onFrame(draw: () => void): () => void {
  let asked = false;
  let frame: number | null = null;
  const run = (): void => {
    asked = false;
    frame = null;
    draw();
  };
  return () => {
    if (document.hidden && frame !== null) {
      // It was asked for while the page was seen, and comes no more until it is again.
      cancelAnimationFrame(frame);
      frame = null;
      asked = false;
    }
    if (!asked) {
      asked = true;
      if (document.hidden) {
        setTimeout(run);
      } else {
        frame = requestAnimationFrame(run);
      }
    }
  };
}

/** What browsers have for the code of a key that an input method takes. */
const INPUT_METHOD = 229;

/**
 * Whether a key is for an input method, as the Enter is that takes a candidate. To Safari the composition is over before that: there the code
 * alone tells, which is why it is looked at, however old it is.
 */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === INPUT_METHOD;
}

/** Copies, and says so on the button for a moment. */
export async function copy(text: string, button: HTMLButtonElement): Promise<void> {
  const label = button.dataset.label ?? button.textContent ?? '';
  button.dataset.label = label;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not allowed';
  }
  setTimeout(() => {
    button.textContent = label;
  }, 1200);
}
