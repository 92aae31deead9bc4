/** The document most jobs of the tests are about. */
import { samplePdf } from './sample-pdf.ts';

export const agreement = samplePdf({
  title: 'Avtale om barnehageplass',
  pages: [
    ['Avtalen gjelder plass i Solbakken barnehage fra 4. januar 2027.', 'Foreldrebetaling: 11 måneder.'],
  ],
});
