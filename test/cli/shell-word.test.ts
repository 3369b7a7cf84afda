import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellWord } from '../../src/cli/shell-word.js';

it.each([
  'a.pcapng',
  '',
  '--x',
  'it\'s $(exit 1) `exit 1` \\ "',
  '\u001b[31mred\u001b[0m',
  'line\nfeed\n',
  '\u202etxt.pcapng',
  "'\u009b2J'\u2028\r\t",
])('%j is that word to a shell, and nothing that a terminal obeys', word => {
  const shown = shellWord(word);
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  const line = `printf '%s|' begin ${shown} end`;
  expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(`begin|${word}|end|`);
  const evaluated = execFileSync('sh', ['-c', 'eval "$1"', 'sh', line], { encoding: 'utf8' });
  expect(evaluated).toBe(`begin|${word}|end|`);
});
