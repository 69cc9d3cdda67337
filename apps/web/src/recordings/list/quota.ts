/** Whether the space for one's recordings is running out: told from 80 % on, before it bites. */
export type Quota = 'none' | 'fine' | 'soon' | 'full';

const soonFrom = 0.8;

/** `quotaBytes`: null = as much as there is room. */
export function quotaOf(usedBytes: number, quotaBytes: number | null): Quota {
  if (quotaBytes === null) return 'none';
  if (usedBytes >= quotaBytes) return 'full';
  return usedBytes >= quotaBytes * soonFrom ? 'soon' : 'fine';
}
