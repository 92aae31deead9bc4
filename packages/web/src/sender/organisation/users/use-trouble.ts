import { useTranslation } from 'react-i18next';

/** What was just done, and to whom. */
export interface Done {
  readonly done: 'added' | 'changed' | 'deactivated' | 'reactivated' | 'invited';
  readonly user: { readonly id: string; readonly name: string };
}

export function usersPage(organisation: string): string {
  return `/sender/${organisation}/settings/users`;
}

const known = ['LAST_ACCOUNT_MANAGER', 'NOT_NOW', 'NOT_PERMITTED'] as const;

/** The words for a problem's code; undefined where there is none. */
export function useTrouble(code: string | undefined): string | undefined {
  const { t } = useTranslation('sender');
  if (code === undefined) return undefined;
  return t(`users.trouble.${known.find((one) => one === code) ?? 'OTHER'}`);
}
