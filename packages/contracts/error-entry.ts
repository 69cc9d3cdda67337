/** One line of the catalogue of errors: HTTP status, words, and whether the same call may work later. */
export interface ErrorEntry {
  readonly status: number;
  readonly retryable: boolean;
  readonly en: string;
  readonly ru: string;
}

export const entry = (status: number, retryable: boolean, en: string, ru: string): ErrorEntry => ({
  status,
  retryable,
  en,
  ru,
});
