import { describe, expect, it } from 'vitest';
import { namesProgram } from './executable-endings.ts';

/** https://support.google.com/mail/answer/6590, without `.ex` (Elixir), `.lib` and `.mjs`, which nothing runs by itself. */
const gmail =
  'ade adp apk appx appxbundle bat cab chm cmd com cpl diagcab diagcfg diagpkg dll dmg ex_ exe hta img ins iso isp jar jnlp js jse lnk mde msc msi msix msixbundle msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll';

describe('a name that would run what it names', () => {
  it.each(gmail.split(' '))('ends as what mail takes for a program: .%s', (ending) => {
    expect(namesProgram(`holiday.${ending}`)).toBe(true);
  });

  it.each([
    'photo.jpg.exe',
    'photo.jpg                                        .scr',
    'SETUP.EXE',
    'setup.exe.',
    'setup.exe ',
    'setup.exe. . ',
    'setup．ｅｘｅ',
    'setup.ex\u200be',
    'setup.exe::$DATA',
    'run.desktop',
    'run.command',
    'macros.xlam',
    'link.url',
    'счёт.pdf.js',
  ])('is known through its disguise: %j', (name) => {
    expect(namesProgram(name)).toBe(true);
  });

  it.each([
    'notes about setup.exe problems.txt',
    'setup.exe.txt',
    'exe',
    'script.py',
    'deploy.sh',
    'module.mjs',
    'component.tsx',
    'budget.xlsm',
    'results.mat',
    'slurm-1234.out',
    'plan.docx',
    'setup.exe.zip',
    'company.comp',
  ])('is not what names a document, an archive or source: %j', (name) => {
    expect(namesProgram(name)).toBe(false);
  });
});
