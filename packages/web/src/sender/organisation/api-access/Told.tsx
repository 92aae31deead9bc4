import { Alert } from '@digdir/designsystemet-react';

/** What an act came to; both places are there before anything is said in them. */
export function Told({ told, trouble }: { told: string | undefined; trouble: string | undefined }) {
  return (
    <>
      <div role="status">{told !== undefined && <Alert data-color="success">{told}</Alert>}</div>
      <div role="alert">{trouble !== undefined && <Alert data-color="danger">{trouble}</Alert>}</div>
    </>
  );
}
