/** What can be taken home of a recording, with its size. The addresses are as fresh as the page's last look at the server. */
import type { RecordingView } from '@veche/contracts/rest/recordings.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import buttonStyles from '../../ui/button.module.scss';
import { Icon } from '../../ui/icon.tsx';
import { downloadWords, missingFilesWords, sortedDownloads } from '../download-words.ts';
import { downloadIcons } from '../use-download-menu.ts';
import styles from './player-page.module.scss';

export function Downloads({ view }: { view: RecordingView }) {
  const t = useWords();
  const language = useLanguage();
  const missing = missingFilesWords(view);
  const downloads = sortedDownloads(view.downloads);
  return (
    <section className={styles.card} aria-labelledby="downloads-title">
      <h2 id="downloads-title">{t('download.title')}</h2>
      {missing !== undefined && <p className={styles.soft}>{t(missing)}</p>}
      {downloads.length > 0 && (
        <ul className={styles.downloads}>
          {downloads.map((download, index) => (
            <li key={download.fileName}>
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
