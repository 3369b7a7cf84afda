import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laddersLeftOut, reportHtml } from '../../src/report/index.js';
import type { Report } from '../../src/validate/index.js';
import { play } from '../flows/play.js';
import { allOf, classesOf } from './drawing.js';
import { finding, lteSession, report, rules, session } from './example.js';
import { type Element, parseXml } from './xml.js';

const context = { version: '1.0.0', rules, captures: ['capture.pcapng'] };

const pageOf = (all: Report, options = {}, about = {}): string =>
  [...reportHtml(all, { ...context, ...about }, options)].join('');

/** The page is XML too, but for its first line: so it can be read as that. */
const parsed = (page: string): Element => {
  expect(page.startsWith('<!doctype html>\n')).toBe(true);
  return parseXml(page.slice('<!doctype html>\n'.length));
};

const byClass = (root: Element, name: string, of: string): Element[] =>
  allOf(root, name).filter(element => classesOf(element).includes(of));

/** The text of an element and of all in it. */
const textOf = (element: Element): string => [element.text, ...element.children.map(textOf)].join(' ');

const many = (count: number, findings: Parameters<typeof report>[1] = []): Report =>
  report(
    Array.from({ length: count }, (_, i) => ({ ...lteSession, verdict: `verdict ${i}` })),
    findings,
  );

describe('a report as HTML', () => {
  it('names the captures, sums up, and lists findings with their rule, frames and a link to the session', () => {
    const findings = [
      finding({ severity: 'note', rule: 'undecrypted', frames: [3], message: 'A key is missing.' }),
      finding({ frames: Array.from({ length: 20 }, (_, i) => i + 1) }),
    ];
    const root = parsed(pageOf(many(1, findings)));
    expect(textOf(root)).toContain('capture.pcapng');
    expect(byClass(root, 'p', 'summary').map(({ text }) => text)).toEqual([
      '40 packets, 1 session: 1 error, 0 warnings, 1 note',
    ]);
    const rows = allOf(allOf(root, 'tbody')[0]!, 'tr').map(textOf);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/error.*mic-wrong.*The MIC of M2.*1, 2, .*12 and 8 more/s);
    expect(rows[1]).toMatch(/note.*undecrypted.*A key is missing\. 3/s);
    expect(allOf(root, 'a').map(({ attributes }) => attributes.href)).toEqual(['#session-0', '#session-0']);
    expect(byClass(root, 'details', 'session').map(({ attributes }) => attributes.id)).toEqual(['session-0']);
  });

  it('says of a session its verdict, its facts, and why each finding matters', () => {
    const all = play('rekey-option-1-mic').report;
    const about = {
      rules: [{ ...rules[0]!, id: 'stale-pmk', explanation: 'Because <it>.', clause: 'TS 1' }],
    };
    const root = parsed(pageOf(all, {}, about));
    const [shown] = byClass(root, 'details', 'session');
    const text = textOf(shown!);
    expect(text).toContain(all.sessions[0]!.verdict);
    expect(allOf(shown!, 'dd').map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'lwa',
        'PSK (00-0F-AC:2), CCMP-128',
        'S-KWT #1, S-KWT #2',
        '02:55:45:00:00:01',
      ]),
    );
    expect(text).toMatch(/Why it matters: stale-pmk.*Because <it>\..*TS 1/s);
    expect(allOf(shown!, 'svg')).toHaveLength(1);
  });

  it('says of a finding that it is accepted, and why', () => {
    const page = pageOf(report([session()], [finding({ accepted: { reason: 'bug <7>' } })]));
    expect(page.match(/ accepted">✓ accepted error<\/span>/g)).toHaveLength(2);
    expect(page).toContain('The MIC of M2 in frame 21 is wrong. (bug &lt;7&gt;)<details>');
    expect(page).toContain('0 errors, 0 warnings, 0 notes, 1 accepted');
  });

  it('counts what is accepted by itself, and neither opens a session for it nor puts it first', () => {
    const findings = [
      finding({ session: 0, accepted: {} }),
      finding({ session: 0, severity: 'warning', accepted: {} }),
      finding({ session: 4, severity: 'warning' }),
      finding({ session: 4, accepted: {} }),
    ];
    const root = parsed(pageOf(many(6, findings)));
    const shown = byClass(root, 'details', 'session');
    expect(
      shown.map(({ attributes, children: [summary] }) => [
        attributes.id,
        attributes.open !== undefined,
        byClass(summary!, 'span', 'badge').map(({ text }) => text),
      ]),
    ).toEqual([
      ['session-4', true, ['▲ 1 warning', '✓ 1 accepted']],
      ['session-0', false, ['✓ 2 accepted']],
      ...[1, 2, 3, 5].map(i => [`session-${i}`, false, []]),
    ]);
    const rows = allOf(allOf(root, 'tbody')[0]!, 'tr').map(textOf);
    expect(rows[0]).toMatch(/▲ warning/);
  });

  it('loads nothing from anywhere, and its policy forbids it', () => {
    const page = pageOf(many(12, [finding()]));
    expect(page.match(/https?:[^"]*/g)!.every(url => url === 'http://www.w3.org/2000/svg')).toBe(true);
    expect(page).not.toMatch(/ src=|<link|@import|url\(|<iframe|<img/);
    const root = parsed(page);
    const [script] = allOf(root, 'script');
    const policy = allOf(root, 'meta').find(one => one.attributes['http-equiv'] !== undefined)!;
    expect(policy.attributes['http-equiv']).toBe('Content-Security-Policy');
    const hash = createHash('sha256').update(script!.text).digest('base64');
    expect(policy.attributes.content).toContain("default-src 'none'");
    expect(policy.attributes.content).toContain(`script-src 'sha256-${hash}'`);
  });

  it('works without script, and has one only to filter many sessions', () => {
    expect(allOf(parsed(pageOf(many(10))), 'script')).toEqual([]);
    const root = parsed(pageOf(many(11)));
    expect(allOf(root, 'script')).toHaveLength(1);
    // What does nothing without the script is not shown then.
    const filter = allOf(root, 'p').find(({ attributes }) => attributes.id === 'filter')!;
    expect(filter.attributes.hidden).toBe('');
    expect(byClass(root, 'details', 'session')).toHaveLength(11);
  });

  it('puts sessions with errors first, then warnings, and leaves the others closed where there are many', () => {
    const findings = [
      finding({ session: 3, severity: 'note' }),
      finding({ session: 4, severity: 'warning' }),
      finding({ session: 5 }),
    ];
    const shown = byClass(parsed(pageOf(many(6, findings))), 'details', 'session');
    expect(shown.map(({ attributes }) => [attributes.id, attributes.open !== undefined])).toEqual([
      ['session-5', true],
      ['session-4', true],
      ['session-3', false],
      ['session-0', false],
      ['session-1', false],
      ['session-2', false],
    ]);
    expect(
      byClass(parsed(pageOf(many(3))), 'details', 'session').every(one => one.attributes.open === ''),
    ).toBe(true);
  });

  it('shows the sessions that are asked for, and their findings alone', () => {
    const findings = [finding({ session: 0, message: 'of 0' }), finding({ session: 1, message: 'of 1' })];
    const page = pageOf(many(3, findings), { sessions: [1] });
    expect(page).toContain('of 1');
    expect(page).not.toContain('of 0');
    expect(page).not.toContain('verdict 0');
  });

  it('tells of damage, of what was not read, and of keys that fit nothing', () => {
    const all: Report = {
      ...report([]),
      unreadPackets: [{ linkType: 147, packets: 500 }],
      unchecked: [{ message: 'nothing was checked' }],
      unmatchedKeys: [{ source: 'wrong.keys.json', keys: 4 }],
      untrackedFrames: 3,
    };
    const damaged = [{ capture: 'capture.pcapng', message: 'capture.pcapng: is cut' }];
    const lines = allOf(parsed(pageOf(all, {}, { damaged })), 'li');
    expect(lines.map(({ text }) => text)).toEqual([
      'capture.pcapng: is cut',
      'nothing was checked',
      '3 data frames are of networks and stations beyond the number that is followed, and left out',
      '500 packets of link type 147 were not read',
      'no packet is under any of the 4 keys of wrong.keys.json',
    ]);
  });

  it('comes in pieces, none of more than one ladder, and draws no more of them than a page bears', () => {
    const all = many(203);
    const pieces = [...reportHtml(all, context)];
    for (const piece of pieces) expect(piece.split('<svg').length).toBeLessThanOrEqual(2);
    const root = parsed(pieces.join(''));
    expect(byClass(root, 'details', 'session')).toHaveLength(203);
    expect(allOf(root, 'svg')).toHaveLength(200);
    expect(laddersLeftOut(203, {})).toBe(3);
    expect(laddersLeftOut(203, { full: true })).toBe(0);
    expect(allOf(parsed(pageOf(all, { full: true })), 'svg')).toHaveLength(203);
  });

  it('escapes whatever comes from the air or is the name of a file', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.constantFrom(
        '</script><script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        '\u202e\u0000\u001b',
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (ssid, detail, capture) => {
        const one = session({
          ssid,
          verdict: detail,
          management: [{ frame: 1, from: 'ap', message: ssid, detail }],
        });
        const page = pageOf(
          report([one], [finding({ rule: ssid, message: detail, frames: [] })]),
          {},
          {
            captures: [capture],
          },
        );
        expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
        const root = parsed(page);
        expect(allOf(root, 'img')).toEqual([]);
        expect(allOf(root, 'script')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('holds no key, even where the report has them', () => {
    const { report: all, keys } = play('rekey-option-2');
    const page = pageOf(all);
    const found = all.sessions.flatMap(one => one.keys.flatMap(({ hex }) => hex ?? []));
    expect(found.length).toBeGreaterThan(0);
    for (const hex of [...found, ...keys.pmks.map(pmk => pmk.hex)]) expect(page).not.toContain(hex);
  });
});
