import type { nb } from './nb.ts';

/** The shape every language has: the keys of Bokmål, each a string. */
export type Texts = typeof nb;
