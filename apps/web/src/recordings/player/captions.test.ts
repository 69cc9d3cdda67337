import { describe, expect, it } from 'vitest';
import { cueText } from './captions.ts';

describe('the chat as subtitles (R9)', () => {
  it('shows a message’s marks as text', () => {
    expect(cueText({ name: '<b>Ann</b>', text: 'a < b && c --> d', fileName: null })).toBe(
      '&lt;b&gt;Ann&lt;/b&gt;: a &lt; b &amp;&amp; c --&gt; d',
    );
  });
  it('stays on one line, with the name of a file', () => {
    expect(cueText({ name: 'Ann', text: 'one\n\n two', fileName: 'plan.pdf' })).toBe('Ann: one two plan.pdf');
    expect(cueText({ name: 'Ann', text: '', fileName: 'plan.pdf' })).toBe('Ann: plan.pdf');
  });
});
