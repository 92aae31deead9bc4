import type { CeremonyDocument } from '@segl/protocol/json';

export interface BodyProps {
  document: CeremonyDocument;
  /** Whether to fetch it: it is near what is shown. Stays fetched. */
  wanted: boolean;
  zoom: number;
  /** The end of the document came into sight. */
  onEnd: () => void;
}
