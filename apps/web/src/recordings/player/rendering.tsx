/** How far the final file is, what hinders it, and for the owner, making it again: smaller, larger, or in the other format. */
import type { RecordingView, RenderView } from '@veche/contracts/rest/recordings.ts';
import { useState } from 'react';
import { useSubmit } from '../../account/use-submit.ts';
import { recordings } from '../../api/recordings.ts';
import { type Translate, useLanguage, useWords } from '../../i18n/use-words.ts';
import { dayAndTime } from '../../meetings/dates.ts';
import { useAppDispatch } from '../../state/hooks.ts';
import { noticed } from '../../state/notices-slice.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { percentOf } from '../recording-words.ts';
import styles from './player-page.module.scss';

const heights = [720, 1080] as const;
const codecs = ['h264', 'h265'] as const;
const codecNames = { h264: 'H.264', h265: 'H.265' } as const;

interface RenderingProps {
  view: RecordingView;
  /** It is being made again: look at once. */
  onAsked: () => void;
}

export function Rendering({ view, onAsked }: RenderingProps) {
  const t = useWords();
  const language = useLanguage();
  const { render, own, state } = view;
  const over = state === 'rendering' || state === 'ready';
  const going = render.state === 'waiting' || render.state === 'running';
  const busy = going && over;
  return (
    <section className={styles.card} aria-labelledby="render-title" data-render={render.state}>
      <h2 id="render-title">{t('render.title')}</h2>
      <p role="status" className={render.state === 'failed' ? styles.warning : styles.soft}>
        {render.state === 'failed' && <Icon name="warning" />}
        <span>
          {going && !over ? t('render.along') : renderWords(render, t)}
          {render.state === 'failed' && ` ${t('render.safe')}`}
          {render.retryAt !== null && ` ${t('render.retryAt', { when: dayAndTime(render.retryAt, language) })}`}
        </span>
      </p>
      {render.state === 'failed' && render.problem !== null && (
        <p className={styles.problem}>{t('render.problem', { problem: render.problem })}</p>
      )}
      {busy && (
        <progress
          max={100}
          value={percentOf(render.progress)}
          aria-label={t('render.progress')}
          className={styles.progress}
        />
      )}
      {own && over && !busy && render.state !== 'none' && <MakeAgain view={view} onAsked={onAsked} />}
    </section>
  );
}

function renderWords({ state, progress, heightPx, codec }: RenderView, t: Translate): string {
  switch (state) {
    case 'none':
    case 'waiting':
      return t(`render.${state}`);
    case 'running':
      return t('render.running', { percent: percentOf(progress) });
    case 'done':
      return t('render.done', { height: heightPx, codec: codecNames[codec] });
    case 'failed':
      return t('render.failed');
  }
}

function MakeAgain({ view: { id, render }, onAsked }: RenderingProps) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [height, setHeight] = useState(render.heightPx);
  const [codec, setCodec] = useState(render.codec);
  const { busy, error, onSubmit } = useSubmit(async () => {
    await recordings.renderAgain(id, { heightPx: height, codec });
    dispatch(noticed({ kind: 'info', topic: 'render', text: { key: 'render.asked' } }));
    onAsked();
  });
  return (
    <form className={styles.again} onSubmit={onSubmit}>
      <Choice
        label={t('render.height')}
        value={height}
        onChange={({ target }) => setHeight(heights.find((one) => String(one) === target.value) ?? height)}
      >
        {heights.map((one) => (
          <option key={one} value={one}>
            {one}p
          </option>
        ))}
      </Choice>
      <Choice
        label={t('render.codec')}
        value={codec}
        onChange={({ target }) => setCodec(codecs.find((one) => one === target.value) ?? codec)}
      >
        {codecs.map((one) => (
          <option key={one} value={one}>
            {codecNames[one]}
          </option>
        ))}
      </Choice>
      <Button type="submit" busy={busy}>
        {t('render.again')}
      </Button>
      {error !== undefined && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </form>
  );
}
