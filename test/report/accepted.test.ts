import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import {
  acceptedOfFile,
  acceptedOfReport,
  acceptFindings,
  type FailOn,
  isFailing,
} from '../../src/report/index.js';
import type { AcceptedFinding, Report, Severity } from '../../src/validate/index.js';
import { growth, LINEAR } from '../growth.js';
import { finding, report, session } from './example.js';

const path = createRequire(import.meta.url).resolve('lwa-rekey/schema/accepted-findings.json');
const isOfSchema = new Ajv2020().compile(JSON.parse(readFileSync(path, 'utf8')));

const one = report([session({ ssid: 'lab' })], [finding()]);
const here = { captures: ['out/a.pcap'] };
/** Which findings are accepted, and why. */
const acceptedIn = (of: Report, entries: readonly AcceptedFinding[], captures = here.captures) =>
  acceptFindings(of, entries, { captures }).findings.map(({ accepted }) => accepted);

describe('what fails', () => {
  const severities = ['error', 'warning', 'note'] as const;
  it.each<[FailOn | undefined, readonly Severity[]]>([
    [undefined, ['error']],
    ['error', ['error']],
    ['warning', ['error', 'warning']],
    ['note', ['error', 'warning', 'note']],
    ['never', []],
  ])('with %s', (failOn, failing) => {
    expect(severities.filter(severity => isFailing(finding({ severity }), failOn))).toEqual(failing);
    for (const severity of severities)
      expect(isFailing(finding({ severity, accepted: {} }), failOn)).toBe(false);
  });
});

describe('an entry', () => {
  it.each<[Partial<AcceptedFinding>, boolean]>([
    [{}, true],
    [{ rule: 'stale-pmk' }, false],
    [{ rule: 'mic' }, false],
    [{ ap: '02:00:00:00:00:01', station: '02:00:00:00:00:02', ssid: 'lab' }, true],
    [{ ap: '02:00:00:00:00:02' }, false],
    [{ station: '02:00:00:00:00:01' }, false],
    [{ ssid: 'Lab' }, false],
    [{ severity: 'error' }, true],
    [{ severity: 'warning' }, false],
    [{ ap: undefined, severity: undefined, count: undefined }, true],
  ])('%j accepts an error of mic-wrong: %s', (parts, isAccepted) => {
    const entry = { rule: 'mic-wrong', ...parts };
    expect(acceptedIn(one, [entry])).toEqual([isAccepted ? {} : undefined]);
    expect(acceptFindings(one, [entry], here).unusedAccepted).toEqual(isAccepted ? [] : [entry]);
  });

  it('accepts what is less grave than it says', () => {
    const warning = report([session()], [finding({ severity: 'warning' })]);
    expect(acceptedIn(warning, [{ rule: 'mic-wrong', severity: 'error' }])).toEqual([{}]);
    expect(acceptedIn(warning, [{ rule: 'mic-wrong', severity: 'note' }])).toEqual([undefined]);
  });

  it.each([
    ['a.pcap', true],
    ['out/a.pcap', true],
    ['night/out/a.pcap', true],
    ['/x/night/out/a.pcap', false],
    ['ut/a.pcap', false],
    ['*.pcap', true],
    ['*/a.*', true],
    ['*', true],
    ['a*a.pcap', false],
    ['**a*.*p*', true],
    ['out', false],
    ['', false],
  ])('of the capture %j: %s', (capture, isAccepted) => {
    const entries = [{ rule: 'mic-wrong', capture }];
    for (const name of ['night/out/a.pcap', 'night\\out\\a.pcap'])
      expect(acceptedIn(one, entries, [name])).toEqual([isAccepted ? {} : undefined]);
  });

  it('is of a capture that is long in no more time than it takes to read', () => {
    const capture = `${'*a'.repeat(5000)}b`;
    expect(acceptedIn(one, [{ rule: 'mic-wrong', capture }], ['a'.repeat(20000)])).toEqual([undefined]);
  });

  it('is found among very many in linear time: an entry for each of very many stations', () => {
    const stations = Array.from(
      { length: 8000 },
      (_, i) =>
        `00:00:00:00:${[i >> 8, i & 255].map(octet => octet.toString(16).padStart(2, '0')).join(':')}`,
    );
    const work = (count: number): void => {
      const own = stations.slice(0, count);
      const all = report(
        own.map(station => session({ station })),
        own.map((_, i) => finding({ session: i })),
      );
      const entries = acceptedOfReport(all, here);
      expect(entries).toHaveLength(count);
      expect(acceptedIn(all, entries).every(accepted => accepted !== undefined)).toBe(true);
    };
    expect(growth(work, 2000)).toBeLessThan(LINEAR);
  });

  it('is of the capture that the frames are in, of its session, or of any where nothing tells', () => {
    const entry = [{ rule: 'mic-wrong', capture: 'a.pcap' }];
    const captures = ['a.pcap', 'b.pcap'];
    const at = (capture: string) => finding({ frames: [{ capture, frame: 1 }] });
    const found = report([session()], [at('b.pcap'), at('a.pcap'), finding({ frames: [] })]);
    expect(acceptedIn(found, entry, captures)).toEqual([undefined, {}, {}]);
    const each = report(
      captures.map(capture => session({ capture })),
      [finding({ session: 1, frames: [] }), finding({ session: 0, frames: [] })],
    );
    expect(acceptedIn(each, entry, captures)).toEqual([undefined, {}]);
  });

  it('accepts as many as it counts, and gives its reason', () => {
    const three = report([session()], [finding(), finding(), finding()]);
    const entries = [
      { rule: 'mic-wrong', count: 1, reason: 'LAB-12' },
      { rule: 'mic-wrong', count: 1 },
    ];
    expect(acceptedIn(three, entries)).toEqual([{ reason: 'LAB-12' }, {}, undefined]);
  });

  it('accepts the gravest first: what fails no run leaves it to what does', () => {
    const severities = ['note', 'error', 'warning', 'error'] as const;
    const all = report(
      [session()],
      severities.map(severity => finding({ severity })),
    );
    const taken = (count: number) =>
      acceptedIn(all, [{ rule: 'mic-wrong', count }]).map(one => one !== undefined);
    expect(taken(1)).toEqual([false, true, false, false]);
    expect(taken(3)).toEqual([false, true, true, true]);
    expect(acceptedIn(all, acceptedOfReport(all, here))).toEqual([undefined, {}, undefined, {}]);
  });

  it('is not unused where its capture was not read', () => {
    const [other, unused] = [
      { rule: 'slow', capture: 'b.pcap' },
      { rule: 'slow', capture: 'a.pcap' },
    ];
    expect(acceptFindings(one, [other, unused], here).unusedAccepted).toEqual([unused]);
  });
});

describe('entries for a report', () => {
  const device = '00:11:22:33:44:55';
  const run = (station: string, ...findings: readonly Parameters<typeof finding>[0][]) =>
    report([session({ ap: device, station, ssid: 'lab' })], findings.map(finding));
  const failing = (of: Report, entries: readonly AcceptedFinding[]) =>
    acceptFindings(of, entries, here).findings.filter(found => isFailing(found, 'warning')).length;
  const slow = { rule: 'slow', severity: 'warning' } as const;
  const first = run('02:00:00:00:00:02', {}, slow, { frames: [30] });
  const entries = acceptedOfReport(first, here, { failOn: 'warning' });

  it('name what lasts, and count', () => {
    const lasting = { ap: device, ssid: 'lab', capture: 'a.pcap' };
    expect(entries).toEqual([
      { rule: 'mic-wrong', severity: 'error', ...lasting, count: 2 },
      { ...slow, ...lasting, count: 1 },
    ]);
    expect(isOfSchema({ accepted: entries })).toBe(true);
    expect(acceptedOfFile(JSON.parse(JSON.stringify({ accepted: entries })))).toEqual(entries);
    expect(acceptedOfReport(first, here)).toEqual(entries.slice(0, 1));
    expect(acceptedOfReport(first, here, { failOn: 'never' })).toEqual([]);
  });

  it('accept that run and the next, and not what is new in it', () => {
    expect(failing(first, entries)).toBe(0);
    const again = [{ frames: [4] }, { ...slow, frames: [5] }, { frames: [90] }] as const;
    expect(failing(run('d2:00:00:00:00:77', ...again), entries)).toBe(0);
    expect(failing(run('d2:00:00:00:00:77', ...again, {}), entries)).toBe(1);
    expect(failing(run('d2:00:00:00:00:77', { ...slow, severity: 'error' }), entries)).toBe(1);
  });

  describe('leave none out', () => {
    type Turn = readonly [number: 0 | 1, severity: Severity];
    const known = session({ ap: device, station: '02:00:00:00:00:02', ssid: 'lab' });
    const { ap: _, ssid: __, ...hidden } = known;
    const inTurn = (...of: readonly Turn[]) =>
      report(
        [known, hidden],
        of.map(([number, severity]) => ({ ...finding({ severity }), session: number })),
      );

    it.each<[string, ...Turn[]]>([
      ['of which some have more that lasts', [1, 'error'], [0, 'error'], [1, 'error']],
      ['of which some are graver', [0, 'error'], [0, 'warning'], [0, 'error']],
      ['of both kinds', [1, 'error'], [0, 'warning'], [1, 'warning'], [0, 'error'], [1, 'error']],
    ])('%s', (_, ...of) => {
      const all = inTurn(...of);
      const own = acceptedOfReport(all, here, { failOn: 'warning' });
      expect(failing(all, own)).toBe(0);
      expect(own.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(of.length);
    });

    it('where an entry that counts on would take what a narrower one is of', () => {
      const accepted = acceptedOfReport(inTurn([1, 'error']), here);
      const more = inTurn([1, 'error'], [0, 'error'], [1, 'error']);
      const own = acceptedOfReport(more, here, { accepted });
      expect(failing(more, own)).toBe(0);
      expect(own.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(3);
    });
  });

  it('keep two that differ in their reason only, and count on in the first', () => {
    const [wrong] = entries as [AcceptedFinding];
    const accepted = ['LAB-12', 'LAB-13'].map(reason => ({ ...wrong, count: 1, reason }));
    const three = run('02:00:00:00:00:02', {}, {}, {});
    expect(acceptedOfReport(three, here, { accepted })).toEqual([{ ...accepted[0], count: 2 }, accepted[1]]);
  });

  it('keep those before with their reasons, count on, and leave out what was not found', () => {
    const [wrong] = entries as [AcceptedFinding];
    const known = { ...wrong, count: 1, reason: 'LAB-12' };
    const elsewhere = { rule: 'slow', capture: 'b.pcap' };
    const accepted = [known, { rule: 'gone' }, { ...slow, ssid: 'lab' }, elsewhere];
    expect(acceptedOfReport(first, here, { failOn: 'warning', accepted })).toEqual([
      { ...known, count: 2 },
      accepted[2],
      elsewhere,
    ]);
  });
});

describe('the file of accepted findings', () => {
  it('is read, addresses in the form of reports', () => {
    const file = {
      accepted: [{ rule: 'x', ap: '02-AA-00-00-00-01', reason: 'why', count: 2 }],
      $schema: 'y',
    };
    expect(isOfSchema(file)).toBe(true);
    expect(acceptedOfFile(file)).toEqual([{ rule: 'x', ap: '02:aa:00:00:00:01', reason: 'why', count: 2 }]);
  });

  it.each([
    [null, /^accepted: is to be a list/],
    [[], /^accepted: is to be a list/],
    [{}, /^accepted: is to be a list/],
    [{ accepted: {} }, /^accepted: is to be a list/],
    [{ accepted: [null] }, /^accepted\[0\]: is to be an object/],
    [{ accepted: [{ rule: 'x' }, {}] }, /^accepted\[1\]: is to have a "rule"/],
    [{ accepted: [{ rule: 'x', staton: 'y' }] }, /^accepted\[0\]: is to have none but rule, severity, ap/],
    [{ accepted: [{ rule: 'x', toString: 'y' }] }, /^accepted\[0\]: is to have none but/],
    [{ accepted: [{ rule: 1 }] }, /^accepted\[0\]\.rule: is to be a text/],
    [{ accepted: [{ rule: 'x', ap: '02:00' }] }, /^accepted\[0\]\.ap: is to be six pairs/],
    [{ accepted: [{ rule: 'x', station: 2 }] }, /^accepted\[0\]\.station: is to be a text/],
    [{ accepted: [{ rule: 'x', severity: 'fatal' }] }, /^accepted\[0\]\.severity: is to be one of error/],
    [{ accepted: [{ rule: 'x', count: 0 }] }, /^accepted\[0\]\.count: is to be a whole number from 1/],
    [{ accepted: [{ rule: 'x', count: 1.5 }] }, /^accepted\[0\]\.count/],
  ])('is not %j', (file, message) => {
    expect(isOfSchema(file)).toBe(false);
    let error: unknown;
    try {
      acceptedOfFile(file);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(EncodeError);
    expect((error as EncodeError).message).toMatch(message);
  });
});
