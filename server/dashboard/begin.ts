import { drawFirst } from './wall/first.tsx';

/**
 * The page's first and smallest script: the wall's cards, where it is the wall that is opened, are there before the
 * library that the rest is made of (four fifths of the page) has come and been drawn.
 */
const rest = (): Promise<unknown> => import('./main.tsx');

void drawFirst().then(rest, rest);
