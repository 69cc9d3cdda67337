/** Cutting a row of things into pages. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Counted from 0, already brought into range. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
}

/** The page that was asked for, or the last one when people have left meanwhile. */
export function pageOf<Item>(items: readonly Item[], asked: number, perPage: number): Page<Item> {
  const size = Math.max(1, Math.floor(perPage));
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(0, Math.floor(asked)), pages - 1);
  return { items: items.slice(page * size, (page + 1) * size), page, pages };
}
