/** Waits until a probe is satisfied, and says what it saw last when it never is. */
export async function eventually<Value>(
  what: string,
  probe: () => Promise<Value>,
  satisfied: (value: Value) => boolean,
  withinMs = 20_000,
): Promise<{ value: Value; tookMs: number }> {
  const startMs = Date.now();
  let last: Value | undefined;
  let failure: unknown;
  while (Date.now() - startMs < withinMs) {
    try {
      last = await probe();
      failure = undefined;
      if (satisfied(last)) return { value: last, tookMs: Date.now() - startMs };
    } catch (error) {
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  throw new Error(`Within ${withinMs} ms never came true: ${what}. Last seen: ${failure ?? JSON.stringify(last)}`);
}
