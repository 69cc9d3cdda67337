/** What can be taken home of a recording, with its size. The addresses are as fresh as the page's last look at the server. */
import type { RecordingView } from '@veche/contracts/rest/recordings.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import buttonStyles from '../../ui/button.module.scss';
import { Icon } from '../../ui/icon.tsx';
import { sortedDownloads } from '../recording-words.ts';
import { downloadIcons, downloadWords } from '../use-download-menu.ts';
import styles from './player-page.module.scss';

export function Downloads({ view: { downloads, state } }: { view: RecordingView }) {
  const t = useWords();
  const language = useLanguage();
  const goesOn = state === 'recording' || state === 'paused';
  return (
    <section className={styles.card} aria-labelledby="downloads-title">
      <h2 id="downloads-title">{t('download.title')}</h2>
      {downloads.length === 0 && <p className={styles.soft}>{t(goesOn ? 'download.afterEnd' : 'download.none')}</p>}
      {downloads.length > 0 && (
        <ul className={styles.downloads}>
          {sortedDownloads(downloads).map((download, index) => (
            <li key={download.kind}>
              <a
                href={download.url}
                download={download.fileName}
                className={`${buttonStyles.button} ${index === 0 && download.kind === 'video' ? buttonStyles.primary : buttonStyles.plain}`}
              >
                <Icon name={downloadIcons[download.kind]} />
                {downloadWords(download, t, language)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
