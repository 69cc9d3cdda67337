/** In place of what only somebody who is signed in may see: the way to the sign-in page, and back here afterwards. */
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import { Bell } from '../ui/bell.tsx';
import buttonStyles from '../ui/button.module.scss';
import { Frame } from '../ui/frame.tsx';
import { useTitle } from '../ui/use-title.ts';
import styles from './list/recordings.module.scss';

export function SignInFirst({ title, text }: { title: string; text: string }) {
  const t = useWords();
  const { pathname } = useLocation();
  return (
    <InsteadOfPage title={title} text={text}>
      <Link
        to="/sign-in"
        state={{ wants: 'back', back: pathname }}
        className={`${buttonStyles.button} ${buttonStyles.primary}`}
      >
        {t('account.signIn')}
      </Link>
    </InsteadOfPage>
  );
}

export function InsteadOfPage({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  const t = useWords();
  useTitle(title);
  return (
    <Frame>
      <section className={styles.instead}>
        <Bell size={64} />
        <h1>{title}</h1>
        <p role="alert">{text}</p>
        <div className={styles.insteadActs}>
          {children}
          <Link to="/" className={`${buttonStyles.button} ${buttonStyles.plain}`}>
            {t('common.home')}
          </Link>
        </div>
      </section>
    </Frame>
  );
}
