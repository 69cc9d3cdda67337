/** What every page outside the meeting stands in: the name of the house, who is here, language and theme. */
import type { Language } from '@veche/contracts/errors.ts';
import type { ReactNode } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { preferencesChanged, type Theme } from '../state/preferences-slice.ts';
import { Bell } from './bell.tsx';
import buttonStyles from './button.module.scss';
import { Button } from './button.tsx';
import styles from './frame.module.scss';
import { Icon, type IconName } from './icon.tsx';

const nextTheme: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const themeIcon: Record<Theme, IconName> = { system: 'auto', light: 'sun', dark: 'moon' };

/** `wide`: for a page that shows a picture as large as it can. */
export function Frame({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const t = useWords();
  return (
    <>
      <header className={`${styles.header} ${wide ? styles.wideHeader : ''}`}>
        <Link to="/" className={styles.brand}>
          <Bell size={36} />
          <span>{t('app.name')}</span>
        </Link>
        <nav className={styles.nav} aria-label={t('frame.navigation')}>
          <Preferences />
          <Who />
        </nav>
      </header>
      <main className={`${styles.main} ${wide ? styles.wide : ''}`}>{children}</main>
    </>
  );
}

function Preferences() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const choose = useLanguageChoice();
  const { language, theme } = useAppSelector((state) => state.preferences);
  const other = language === 'en' ? 'ru' : 'en';
  return (
    <>
      <Button
        weight="quiet"
        lang={other}
        aria-label={other === 'ru' ? 'RU, Русский' : 'EN, English'}
        title={other === 'ru' ? 'Русский' : 'English'}
        onClick={() => choose(other)}
      >
        {other.toUpperCase()}
      </Button>
      <Button
        weight="quiet"
        icon={themeIcon[theme]}
        iconOnly
        onClick={() => dispatch(preferencesChanged({ theme: nextTheme[theme] }))}
      >
        {t(`theme.${theme}`)}
      </Button>
    </>
  );
}

/** A `?lang=` in the address has had its say once somebody chooses; left there, it would win again after a reload. */
function useLanguageChoice(): (language: Language) => void {
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const { pathname, search, hash, state } = useLocation();
  return (language) => {
    dispatch(preferencesChanged({ language }));
    const query = new URLSearchParams(search);
    if (!query.has('lang')) return;
    query.delete('lang');
    navigate({ pathname, search: query.toString(), hash }, { replace: true, state });
  };
}

function Who() {
  const t = useWords();
  const session = useAppSelector((state) => state.session);
  if (session.status === 'unknown') return <span className={styles.waiting} />;
  const className = `${buttonStyles.button} ${buttonStyles.plain}`;
  if (session.status === 'guest') {
    return (
      <Link to="/sign-in" className={className}>
        {t('account.signIn')}
      </Link>
    );
  }
  return (
    <>
      <Link
        to="/recordings"
        className={`${buttonStyles.button} ${buttonStyles.quiet} ${styles.recordings}`}
        aria-label={t('recordings.title')}
        title={t('recordings.title')}
      >
        <Icon name="record" />
        <span>{t('recordings.title')}</span>
      </Link>
      <Link to="/account" className={className} aria-label={t('account.titleOf', { name: session.user.name })}>
        <Icon name="user" />
        <span className={styles.name}>{session.user.name}</span>
      </Link>
    </>
  );
}
