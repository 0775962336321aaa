/** How bright the page is; `auto` follows the device. */
export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'theme';

/** The theme chosen on this device. */
export function rememberedTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

/** Shows the page in `theme` and remembers it. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  document.documentElement.dataset['theme'] = theme;
}

/** The next of light and dark, seen from what is on show now. */
export function otherTheme(theme: Theme): Theme {
  const dark = theme === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  return dark ? 'light' : 'dark';
}
