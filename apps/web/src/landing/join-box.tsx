/** One field for whatever leads to a meeting: its link or its ID. */
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import { meetingPath, parseMeetingAddress } from '../join/meeting-link.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import styles from './landing.module.scss';

export function JoinBox() {
  const t = useWords();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [unclear, setUnclear] = useState(false);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const address = parseMeetingAddress(text);
    if (address === undefined) setUnclear(true);
    else navigate(meetingPath(address));
  };

  return (
    <form className={styles.joinBox} onSubmit={submit} noValidate>
      <Field
        label={t('landing.joinLabel')}
        placeholder={t('landing.joinPlaceholder')}
        value={text}
        error={unclear ? t('landing.joinUnclear') : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setUnclear(false);
        }}
        action={
          <Button type="submit" icon="arrowRight">
            {t('landing.join')}
          </Button>
        }
      />
    </form>
  );
}
