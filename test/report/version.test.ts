import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportHtml, reportJunit, reportSarif, VERSION } from '../../src/report/index.js';
import { rules } from '../../src/validate/index.js';
import { finding, lteSession, report } from './example.js';

const captures = ['capture.pcapng'];

describe('a report of which only the captures are told', () => {
  const all = report([lteSession], [finding()]);
  const whole = { captures, version: VERSION, rules };

  it('is of the version that the package has', () => {
    expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
    expect(JSON.stringify(reportSarif(all, { captures }))).toContain(`"semanticVersion":"${VERSION}"`);
    expect([...reportHtml(all, { captures })].join('')).toContain(`lwa-rekey ${VERSION}`);
  });

  it('tells of all rules, as validate applies them', () => {
    expect(rules.length).toBeGreaterThan(30);
    for (const of of [
      reportSarif,
      reportJunit,
      (...told: Parameters<typeof reportHtml>) => [...reportHtml(...told)],
    ])
      expect(of(all, { captures })).toEqual(of(all, whole));
  });
});
