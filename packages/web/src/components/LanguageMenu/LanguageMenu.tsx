import { Label, Select } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, rememberLanguage } from '../../i18n/choose.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import './language-menu.css';

/** Chooses the language, by names in the languages themselves. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const id = useId();
  const language = useLanguage();
  return (
    <div className="segl-language">
      <Label htmlFor={id} className="ds-sr-only">
        {t('common.language')}
      </Label>
      <Select
        id={id}
        data-size="sm"
        value={language}
        onChange={(event) => {
          const chosen = languages.find(({ code }) => code === event.target.value);
          if (chosen === undefined) return;
          rememberLanguage.write(chosen.code);
          void i18n.changeLanguage(chosen.code);
        }}
      >
        {languages.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  );
}
