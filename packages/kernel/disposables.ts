/** Collects what must be closed, and closes it in reverse order, each exactly once, even when one of them fails. */
export class Disposables {
  #closers: (() => void | Promise<void>)[] = [];
  #closing: Promise<void> | undefined;

  add(close: () => void | Promise<void>): void {
    this.#closers.push(close);
  }

  /** Rejects with an AggregateError after everything was tried. A second call answers the first one's promise. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.toReversed()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    this.#closers = [];
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed');
  }
}
