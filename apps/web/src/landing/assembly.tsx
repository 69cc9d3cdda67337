/** The landing's picture: people gathered in rings around the bell. Decoration only. */
import styles from './assembly.module.scss';

const colours = ['#1f6f63', '#b06a1e', '#6a4a9c', '#2c5f9e', '#9a3b52', '#4d6b1f', '#1d6c80', '#a0421f'];
const rings = [
  { radius: 104, count: 7, size: 21, turn: 0.35 },
  { radius: 172, count: 12, size: 17, turn: 0.1 },
];

const seats = rings.flatMap(({ radius, count, size, turn }, ring) =>
  Array.from({ length: count }, (_, index) => {
    const angle = turn + (index / count) * 2 * Math.PI;
    return {
      key: `${ring}-${index}`,
      x: 210 + radius * Math.cos(angle),
      y: 210 + radius * Math.sin(angle),
      size,
      colour: colours[(index * 3 + ring) % colours.length],
    };
  }),
);

export function Assembly() {
  return (
    <svg className={styles.assembly} viewBox="0 0 420 420" aria-hidden="true" focusable="false">
      {[64, 104, 138, 172, 206].map((radius, index) => (
        <circle key={radius} cx="210" cy="210" r={radius} className={styles.wave} opacity={0.9 - index * 0.15} />
      ))}
      {seats.map(({ key, x, y, size, colour }) => (
        <g key={key} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size / 20})`}>
          <circle r="21" className={styles.rim} />
          <circle r="18" fill={colour} />
          <circle cy="-4" r="5.500" fill="#fff" opacity=".92" />
          <path d="M-10 11a10 9 0 0 1 20 0a18 18 0 0 1-20 0" fill="#fff" opacity=".92" />
        </g>
      ))}
      <g transform="translate(158 154) scale(1.62)">
        <path
          d="M32 11c-2.200 0-4 1.800-4 4v1.200c-7 1.900-11.300 8-11.300 16.300 0 7-1.800 10-4.400 12.600-1.200 1.200-.4 3.400 1.400 3.400h36.600c1.800 0 2.600-2.200 1.400-3.400-2.600-2.600-4.400-5.600-4.400-12.600 0-8.300-4.300-14.400-11.300-16.300V15c0-2.200-1.800-4-4-4z"
          className={styles.bell}
        />
        <path d="M21.500 38h21" className={styles.band} />
        <circle cx="32" cy="52" r="4.500" className={styles.clapper} />
      </g>
    </svg>
  );
}
