import { describe, expect, it } from 'vitest';
import { rules } from '../../src/validate/index.js';
import { cli } from './run.js';

describe('rules', () => {
  it('lists each rule with its severity and clause', () => {
    const { status, stdout } = cli(['rules']);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map(line => line.split(/ {2,}/))).toEqual(rules.map(r => [r.id, r.severity, r.clause]));
  });

  it('lists them as JSON', () => {
    expect(JSON.parse(cli(['rules', '--json']).stdout)).toEqual(
      rules.map(({ id, severity, clause, explanation }) => ({ id, severity, clause, explanation })),
    );
  });

  it.each([rules[0]!, rules.at(-1)!].map(rule => [rule.id, rule] as const))(
    'explains %s',
    (id, { severity, clause, explanation }) => {
      const { status, stdout } = cli(['rules', id]);
      expect(status).toBe(0);
      const [head, where, , ...text] = stdout.trimEnd().split('\n');
      expect([head, where, text.join(' ')]).toEqual([`${id} (${severity})`, clause, explanation]);
      for (const line of text) expect(line.length).toBeLessThanOrEqual(100);
      expect(JSON.parse(cli(['rules', id, '--json']).stdout)).toEqual({ id, severity, clause, explanation });
    },
  );

  it.each([
    ['mic-worng', "rule 'mic-worng': there is none; did you mean mic-wrong?"],
    ['PMKID', "rule 'PMKID': there is none; did you mean pmkid-mismatch?"],
    ['xyzzy', "rule 'xyzzy': there is none; the command 'rules' lists all"],
    ['', "rule '': there is none; the command 'rules' lists all"],
    [
      'a\u001b[2J'.repeat(50),
      `rule '${'a\ufffd[2J'.repeat(50)}': there is none; the command 'rules' lists all`,
    ],
  ])('knows no rule %j', (id, line) => {
    expect(cli(['rules', id])).toEqual({ status: 2, stdout: '', stderr: `lwa-rekey: ${line}\n` });
  });
});
