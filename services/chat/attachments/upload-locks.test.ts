import { expect, it, vi } from 'vitest';
import { UploadLocks } from './upload-locks.ts';

const gate = () => Promise.withResolvers<void>();

it('one at a time, in the order of coming; whoever comes next asks the one before to let go', async () => {
  const locks = new UploadLocks();
  const order: string[] = [];
  const first = gate();
  const holding = locks.hold(
    'a',
    () => first.resolve(),
    async () => {
      order.push('first in');
      await first.promise;
      order.push('first out');
    },
  );
  const second = locks.hold(
    'a',
    () => undefined,
    async () => void order.push('second'),
  );
  const third = locks.hold(
    'a',
    () => undefined,
    async () => void order.push('third'),
  );
  await Promise.all([holding, second, third]);
  expect(order).toEqual(['first in', 'first out', 'second', 'third']);
});

it('other uploads are not waited for, and what fails lets go', async () => {
  const locks = new UploadLocks();
  const first = gate();
  const holding = locks.hold(
    'a',
    () => undefined,
    () => first.promise,
  );
  await locks.hold(
    'b',
    () => undefined,
    async () => undefined,
  );
  await expect(
    locks.hold(
      'b',
      () => undefined,
      async () => {
        throw new Error('broken');
      },
    ),
  ).rejects.toThrow('broken');
  await locks.hold(
    'b',
    () => undefined,
    async () => undefined,
  );
  first.resolve();
  await holding;
});

it('who waits too long is told that it is busy, and those behind still wait for the one who holds', async () => {
  vi.useFakeTimers();
  try {
    const locks = new UploadLocks();
    const first = gate();
    const order: string[] = [];
    const holding = locks.hold(
      'a',
      () => undefined,
      async () => {
        await first.promise;
        order.push('first');
      },
    );
    const impatient = locks.hold(
      'a',
      () => undefined,
      async () => void order.push('never'),
    );
    const refused = expect(impatient).rejects.toMatchObject({ code: 'upload_busy' });
    await vi.advanceTimersByTimeAsync(9_000);
    const patient = locks.hold(
      'a',
      () => undefined,
      async () => void order.push('patient'),
    );
    await vi.advanceTimersByTimeAsync(2_000);
    await refused;
    first.resolve();
    await Promise.all([holding, patient]);
    expect(order).toEqual(['first', 'patient']);
  } finally {
    vi.useRealTimers();
  }
});
