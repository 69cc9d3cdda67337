/** Shows that a microphone hears something. */
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import styles from './level-meter.module.scss';

export function LevelMeter({ track }: { track: MediaStreamTrack | undefined }) {
  const t = useWords();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (track === undefined) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let shown = 0;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // From -60 dB (nothing) to -10 dB (loud).
      const level = Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 50));
      shown = Math.max(level, shown * 0.85);
      bar.current?.style.setProperty('transform', `scaleX(${shown.toFixed(3)})`);
    }, 60);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [track]);
  return (
    <div className={styles.meter} role="img" aria-label={t('prejoin.level')}>
      <div ref={bar} className={styles.bar} />
    </div>
  );
}
