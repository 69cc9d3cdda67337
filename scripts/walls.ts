/** `node scripts/walls.ts`: judges every source file of the project by the table in walls/rooms.ts. Exit code 1 when a wall is broken. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeFile } from './walls/judge-file.ts';
import { sourceFiles, workspaceFolders } from './walls/source-files.ts';

const root = join(import.meta.dirname, '..');
const workspaces = workspaceFolders(root);
const files = sourceFiles(root);
const problems = files.flatMap((path) => judgeFile(path, readFileSync(join(root, path), 'utf8'), workspaces));
for (const problem of problems) console.error(problem);
console.log(`${files.length} files, ${problems.length} broken walls`);
process.exitCode = problems.length === 0 ? 0 : 1;
