/** The house mark: the bell that called the town together. */
export function Bell({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="16" fill="#1c544d" />
      <path
        d="M32 11c-2.200 0-4 1.800-4 4v1.200c-7 1.900-11.300 8-11.300 16.300 0 7-1.800 10-4.400 12.600-1.200 1.200-.4 3.400 1.400 3.400h36.600c1.800 0 2.600-2.200 1.400-3.400-2.600-2.600-4.400-5.600-4.400-12.600 0-8.300-4.300-14.400-11.300-16.300V15c0-2.200-1.800-4-4-4z"
        fill="#f0b35f"
      />
      <circle cx="32" cy="51.500" r="4.500" fill="#f7e3c3" />
      <path d="M21.500 38h21" stroke="#1c544d" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
