/** A page that only says what happened, or why there is nothing to see, and where to go. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import { Bell } from './bell.tsx';
import buttonStyles from './button.module.scss';
import { Frame } from './frame.tsx';
import styles from './last-word.module.scss';
import { useTitle } from './use-title.ts';

export function LastWord({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  const t = useWords();
  useTitle(title);
  return (
    <Frame>
      <section className={styles.last}>
        <Bell size={64} />
        <h1>{title}</h1>
        <p role="alert">{text}</p>
        <div className={styles.acts}>
          {children}
          <Link to="/" className={`${buttonStyles.button} ${buttonStyles.plain}`}>
            {t('common.home')}
          </Link>
        </div>
      </section>
    </Frame>
  );
}
