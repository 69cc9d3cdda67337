/** A renderer in a process of its own over a data folder, to be killed at any moment: `node rendering-process.ts FOLDER`. */

import { findFfmpeg } from '@veche/recordings/rendering/ffmpeg/find-ffmpeg.ts';
import { renderedRecordings } from '@veche/recordings/suite/rendered-recordings.ts';

const search = await findFfmpeg({ setting: '', searchPath: process.env.PATH ?? '' });
if (search.type === 'none') throw new Error(search.reason);
await renderedRecordings({ ffmpeg: search.ffmpeg, folder: process.argv[2] ?? '' });
console.log('ready');
