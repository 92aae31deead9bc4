/** XML from untrusted sources: parsing, schema validation, canonicalization, escaping. */
export {
  C14N_1_0,
  C14N_1_1,
  C14N_EXCLUSIVE,
  canonicalize,
  isCanonicalizationAlgorithm,
  type CanonicalizationAlgorithm,
} from './canonical.ts';
export type { XmlErrorCode } from './errors.ts';
export { escapeAttribute, escapeText } from './escape.ts';
export { parseXml, type XmlLimits } from './parse.ts';
export { maskPersonalNumbers } from './personal-numbers.ts';
export { compileSchema, validateXml, type XmlProblem, type XmlSchema } from './schema.ts';
export type { XmlAttribute, XmlDocument, XmlElement } from './tree.ts';
