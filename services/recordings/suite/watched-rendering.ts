/** What tests ask of a renderer again and again: how far it is, and to wait until it is so far. */
import type { RenderTables } from '../store/render-tables.ts';
import { chunksForFake } from './fake-ffmpeg.ts';
import type { renderedRecordings } from './rendered-recordings.ts';

export const startMs = Date.parse('2026-03-01T12:00:00.000Z');
export const chunks = chunksForFake(4, startMs);
export const endMs = startMs + 40_000;

/** `recordings`: those of the test that runs. */
export function watchedRendering(recordings: () => Awaited<ReturnType<typeof renderedRecordings>>) {
  const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + 25_000;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`Never: ${what}. ${JSON.stringify(recordings().said.slice(-3))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const view = (id: string) => recordings().rendering.view(id);
  const tables = () => recordings().ports.sql.withTables<RenderTables>().db;
  return {
    until,
    view,
    rendered: (id: string) => until('it is rendered', async () => (await view(id)).state === 'done'),
    live: (id: string, progress: number) =>
      until(`progress ${progress}`, async () => (await view(id)).progress === progress),
    /** A recording with so many chunks. */
    begun: async (count = chunks.length) => {
      const id = await recordings().begin(startMs);
      for (const chunk of chunks.slice(0, count)) await recordings().store(id, chunk);
      return id;
    },
    tables,
    segments: () => tables().selectFrom('recording_segment').selectAll().orderBy('sequence').execute(),
  };
}
