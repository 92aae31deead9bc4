import { cp, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const outDir = join(import.meta.dirname, 'dist');

/**
 * What pdf.js asks for while it reads a document: character maps, the fonts a PDF may leave out, and decoders. They
 * are served from our own origin. The decoders are those without WebAssembly, which the Content-Security-Policy
 * does not allow.
 */
function pdfParts(): Plugin {
  return {
    name: 'segl:pdf-parts',
    apply: 'build',
    async writeBundle() {
      const { version } = JSON.parse(await readFile(join(pdfjs, 'package.json'), 'utf8')) as {
        version: string;
      };
      // Files below assets/ are kept by browsers for good, so another version needs another name.
      const target = join(outDir, 'assets', `pdf-${version}`);
      await mkdir(target, { recursive: true });
      for (const part of ['cmaps', 'standard_fonts']) {
        await cp(join(pdfjs, part), join(target, part), { recursive: true });
      }
      await cp(join(pdfjs, 'wasm'), join(target, 'decoders'), {
        recursive: true,
        filter: (file) => !/\.wasm$|quickjs/i.test(file),
      });
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pdfParts()],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    // The policy allows no data: URLs for scripts and fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    // The reader's own parts (pdf.js and its worker) are loaded when a document is opened.
    chunkSizeWarningLimit: 1400,
    rolldownOptions: {
      treeshake: {
        // What is not used of these is left out: the message schemas are for the server, and the component library
        // would otherwise come with every component it has.
        moduleSideEffects: (id) =>
          !/packages\/protocol\/|designsystemet-react|@floating-ui|virtual-core/.test(id),
      },
    },
  },
});
