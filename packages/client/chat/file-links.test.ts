import { expect, it } from 'vitest';
import { FileLinkBook } from './file-links.ts';

function book() {
  let nowMs = 0;
  let fails = false;
  const asked: string[] = [];
  const links = new FileLinkBook({
    chatUrl: 'wss://veche.example/chat/v1/socket/token',
    nowMs: () => nowMs,
    chat: {
      fileLinks: async (id) => {
        asked.push(id);
        if (fails) throw new Error('no');
        const turn = asked.length;
        return {
          filePath: `/chat/v1/files/${turn}`,
          previewPath: turn === 1 ? '/chat/v1/files/p' : null,
          expiresAtMs: 0,
        };
      },
    },
  });
  return {
    links,
    asked,
    wait: (ms: number) => {
      nowMs += ms;
    },
    fail: (now: boolean) => {
      fails = now;
    },
  };
}

it('links are asked for once, stand on the server’s origin, and are asked for anew before they run out', async () => {
  const { links, asked, wait } = book();
  const [one, two] = await Promise.all([links.of('m'), links.of('m')]);
  expect(one).toEqual({
    fileUrl: 'https://veche.example/chat/v1/files/1',
    previewUrl: 'https://veche.example/chat/v1/files/p',
  });
  expect(two).toBe(one);
  wait(8 * 60_000);
  expect(await links.of('m')).toBe(one);
  wait(60_000);
  expect(await links.of('m')).toEqual({ fileUrl: 'https://veche.example/chat/v1/files/2', previewUrl: null });
  expect(asked).toHaveLength(2);
});

it('a link that failed is asked for anew, and a question that failed is not remembered', async () => {
  const { links, asked, fail } = book();
  await links.of('m');
  await links.of('m', true);
  expect(asked).toHaveLength(2);
  fail(true);
  await expect(links.of('other')).rejects.toThrow();
  fail(false);
  await links.of('other');
  expect(asked).toEqual(['m', 'm', 'other', 'other']);
});
