import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { createDraft } from '../../api/sender-drafts.ts';
import { Loading } from '../../components/Loading/Loading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { useOrganisation } from '../use-me.ts';

/** `/sender/{number}/drafts/new?from=…`: begins a draft and goes to it. */
export function NewDraft() {
  const { number } = useOrganisation();
  const go = useNavigate();
  const from = useSearchParams()[0].get('from') ?? undefined;
  // Effects may run twice; the same key makes it one draft.
  const key = useRef(crypto.randomUUID());
  const { mutate, isError } = useMutation({
    mutationFn: () => createDraft(number, from, key.current),
    onSuccess: ({ id }) => go(`/sender/${number}/drafts/${id}`, { replace: true }),
  });
  useEffect(() => mutate(), [mutate]);
  return isError ? <Unreachable retry={() => mutate()} /> : <Loading />;
}
