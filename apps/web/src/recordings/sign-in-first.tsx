/** In place of what only somebody who is signed in may see: the way to the sign-in page, and back here afterwards. */
import { Link, useLocation } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import buttonStyles from '../ui/button.module.scss';
import { LastWord } from '../ui/last-word.tsx';

export function SignInFirst({ title, text }: { title: string; text: string }) {
  const t = useWords();
  const { pathname } = useLocation();
  return (
    <LastWord title={title} text={text}>
      <Link
        to="/sign-in"
        state={{ wants: 'back', back: pathname }}
        className={`${buttonStyles.button} ${buttonStyles.primary}`}
      >
        {t('account.signIn')}
      </Link>
    </LastWord>
  );
}
