/**
 * Keeps a native drawing library out of the thread that reads hostile documents: pdf.js loads it as soon as it is
 * imported, but only drawing needs it, and nothing here draws. To be imported before pdf.js.
 */
import { registerHooks } from 'node:module';

const CANVAS = '@napi-rs/canvas';
/** The names pdf.js looks for while it is loaded. */
const STAND_IN = 'exports.DOMMatrix = class {}; exports.Path2D = class {};';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === CANVAS
      ? { url: `${import.meta.url}?${CANVAS}`, format: 'commonjs', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url.endsWith(`?${CANVAS}`)
      ? { format: 'commonjs', source: STAND_IN, shortCircuit: true }
      : next(url, context),
});
