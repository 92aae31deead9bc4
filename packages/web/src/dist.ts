import { join } from 'node:path';

/** The folder with the built pages: `index.html` for every page, everything else below `assets/`. */
export const distFolder: string = join(import.meta.dirname, '..', 'dist');
