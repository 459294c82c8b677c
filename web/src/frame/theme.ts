// The switch between the system's theme, light and dark. What was chosen is kept, and set before a page is drawn by /theme.js.

import { byId } from '../dom';
import { browser } from '../store';
import { next, type Theme } from './themes';

const KEY = 'duplex.theme';

const SIGNS: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

function chosen(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function choose(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
    browser.removeItem(KEY);
  } else {
    document.documentElement.dataset.theme = theme;
    browser.setItem(KEY, theme);
  }
}

const button = byId('theme', HTMLButtonElement);
const show = (): void => {
  const theme = chosen();
  button.textContent = SIGNS[theme];
  button.title = `Theme: ${theme}`;
  button.setAttribute('aria-label', `Theme: ${theme}. Change to ${next(theme)}`);
};
button.addEventListener('click', () => {
  choose(next(chosen()));
  show();
});
show();
button.hidden = false;
