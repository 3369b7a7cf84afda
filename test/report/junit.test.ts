import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailOn, reportJunit } from '../../src/report/index.js';
import { growth, LINEAR } from '../growth.js';
import { finding, report, rules, session } from './example.js';
import { type Element, parseXml } from './xml.js';

const documentOf = (
  of: Parameters<typeof reportJunit>[0],
  context: Partial<Parameters<typeof reportJunit>[1]> = {},
): Element => parseXml(reportJunit(of, { version: '1.2.3', rules, captures: ['a.pcap'], ...context }));

const casesOf = (suite: Element): Element[] => suite.children.filter(one => one.name === 'testcase');

describe('JUnit XML', () => {
  it('has a suite for each session with a case for each rule: failure, skipped, passed with output', () => {
    const findings = [
      finding(),
      finding({ message: 'Another.', frames: [25] }),
      finding({ rule: 'slow', severity: 'warning', message: 'It is slow.' }),
      finding({ rule: 'undecrypted', severity: 'note', message: 'Two are not.' }),
    ];
    const root = documentOf(
      report([session({ ssid: 'lab' }), session({ station: '02:00:00:00:00:03' })], findings),
    );
    expect(root.name).toBe('testsuites');
    const [captures, first, second] = root.children as [Element, Element, Element];
    expect(captures.attributes).toMatchObject({ name: 'captures', tests: '1', errors: '0' });
    expect(first.attributes).toEqual({
      name: '02:00:00:00:00:01 02:00:00:00:00:02',
      tests: '3',
      failures: '1',
      errors: '0',
      skipped: '1',
      time: '0',
    });
    expect(first.children.map(one => one.name)).toEqual([
      'properties',
      'testcase',
      'testcase',
      'testcase',
      'system-out',
    ]);
    expect(first.children[0]!.children.map(one => [one.attributes.name, one.attributes.value])).toEqual([
      ['ap', '02:00:00:00:00:01'],
      ['station', '02:00:00:00:00:02'],
      ['ssid', 'lab'],
      ['verdict', 'No handshake in the capture.'],
    ]);
    const [wrong, note, slow] = casesOf(first) as [Element, Element, Element];
    expect(wrong.attributes).toEqual({ classname: first.attributes.name, name: 'mic-wrong', time: '0' });
    expect(wrong.children).toEqual([
      {
        name: 'failure',
        attributes: { type: 'mic-wrong', message: 'The MIC of M2 in frame 21 is wrong. Another.' },
        children: [],
        text: 'error: The MIC of M2 in frame 21 is wrong.\nerror: Another.\n\nNo handshake in the capture.\n\nIt is wrong. It was dropped.\nIEEE 802.11-2020, 12.7.2',
      },
    ]);
    expect(note.children.map(one => [one.name, one.text])).toEqual([['system-out', 'note: Two are not.']]);
    expect(slow.attributes.name).toBe('slow');
    expect(slow.children.map(one => [one.name, one.attributes.message ?? one.text])).toEqual([
      ['skipped', 'warning: It is slow.'],
      ['system-out', 'warning: It is slow.'],
    ]);
    expect(second.attributes).toMatchObject({ tests: '2', failures: '0', skipped: '0' });
    for (const one of casesOf(second)) expect(one.children).toEqual([]);
  });

  describe('what fails', () => {
    const outcomes = (failOn: FailOn | undefined, parts: Parameters<typeof finding>[0] = {}) => {
      const findings = (['error', 'warning', 'note'] as const).map((severity, i) =>
        finding({ rule: `r${i}`, severity, message: `${severity} here`, ...parts }),
      );
      const suite = documentOf(report([session()], findings), { rules: [], failOn }).children[1]!;
      const names = casesOf(suite).map(one => one.children[0]!.name);
      expect(suite.attributes.failures).toBe(`${names.filter(name => name === 'failure').length}`);
      return names;
    };
    it.each<[FailOn | undefined, readonly string[]]>([
      [undefined, ['failure', 'skipped', 'system-out']],
      ['error', ['failure', 'skipped', 'system-out']],
      ['warning', ['failure', 'failure', 'system-out']],
      ['note', ['failure', 'failure', 'failure']],
      ['never', ['skipped', 'skipped', 'system-out']],
    ])('with failOn %s', (failOn, expected) => {
      expect(outcomes(failOn)).toEqual(expected);
    });

    it('is nothing that is accepted', () => {
      expect(outcomes('note', { accepted: {} })).toEqual(['skipped', 'skipped', 'system-out']);
    });

    it('is what is not accepted, beside what is, in one case', () => {
      const findings = [
        finding({ accepted: { reason: 'LAB-12' }, message: 'Known.' }),
        finding({ message: 'New.' }),
      ];
      const [failed] = casesOf(documentOf(report([session()], findings)).children[1]!) as [Element];
      expect(failed.children[0]!.attributes.message).toBe('New.');
      expect(failed.children[0]!.text).toMatch(/^accepted error \(LAB-12\): Known\.\nerror: New\.\n/);
      const known = documentOf(report([session()], findings.slice(0, 1))).children[1]!;
      expect(casesOf(known)[0]!.children[0]!.attributes.message).toBe('accepted error (LAB-12): Known.');
    });
  });

  it('has a case for each capture, so that there is one even without a session, and an error for a damaged one', () => {
    const damaged = [{ capture: 'b.pcap', message: 'b.pcap: cut' }];
    const { children } = documentOf(report([]), { captures: ['a.pcap', 'b.pcap'], damaged });
    expect(children).toHaveLength(1);
    expect(children[0]!.attributes).toMatchObject({ tests: '2', errors: '1' });
    expect(casesOf(children[0]!).map(one => one.children.map(child => [child.name, child.text]))).toEqual([
      [],
      [['error', 'b.pcap: cut']],
    ]);
  });

  it('tells at its case of packets of a capture that were not read, else below all of them', () => {
    const outputs = (captures: string[], capture?: string) => {
      const unreadPackets = [{ linkType: 147, packets: 500, ...(capture === undefined ? {} : { capture }) }];
      const [suite] = documentOf({ ...report([]), unreadPackets }, { captures }).children;
      expect(suite!.attributes).toMatchObject({ errors: '0', skipped: '0' });
      return suite!.children.map(one =>
        one.name === 'system-out' ? one.text : one.children.map(({ name, text }) => `${name}: ${text}`),
      );
    };
    const text = '500 packets of link type 147 were not read';
    expect(outputs(['a.pcap'])).toEqual([[`system-out: ${text}`]]);
    expect(outputs(['a.pcap', 'b.pcap'])).toEqual([[], [], text]);
    expect(outputs(['a.pcap', 'b.pcap'], 'b.pcap')).toEqual([
      [],
      ['system-out: 500 packets of link type 147 in b.pcap were not read'],
    ]);
  });

  it('tells at its case of times that go back and of damaged frames, and below all of keys that fit nothing', () => {
    const unorderedPackets = [{ packets: 3, behindMs: 1200.5, frame: 57, capture: 'b.pcap' }];
    const unmatchedKeys = [{ source: '--pmk X', keys: 1 }];
    const captures = ['a.pcap', 'b.pcap'];
    const damagedPackets = [{ packets: 3, frame: 57, capture: 'b.pcap' }];
    const forgotten = { eapolKeyFrames: 4096, handshakes: 12, messages: 0 };
    const sessions = [session({ capture: 'b.pcap', forgotten })];
    const all = { ...report(sessions), unorderedPackets, damagedPackets, unmatchedKeys, untrackedFrames: 9 };
    const [suite] = documentOf(all, { captures }).children;
    expect(suite!.attributes).toMatchObject({ errors: '0', failures: '0', skipped: '0' });
    const [, second, below] = suite!.children;
    expect(second!.children[0]!.text).toContain('3 packets in b.pcap are earlier');
    expect(second!.children[0]!.text).toContain('3 frames in b.pcap are damaged');
    expect(second!.children[0]!.text).toContain(
      '4096 EAPOL-Key frames and 12 handshakes in b.pcap made room',
    );
    expect(below!.text).toMatch(/^9 data frames are of networks.*\nno packet is under --pmk X$/);
  });

  it('gives no two cases the same class and name', () => {
    const root = documentOf(report([session(), session(), session()]), {
      captures: ['x', 'x (2)', 'x'],
    });
    const keys = root.children
      .flatMap(casesOf)
      .map(one => `${one.attributes.classname}\n${one.attributes.name}`);
    expect(keys).toHaveLength(3 + 3 * rules.length);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('finds names for very many sessions of one name', () => {
    const work = (sessions: number): void => {
      reportJunit(report(Array.from({ length: sessions }, () => session())), {
        version: '1.2.3',
        rules: [],
        captures: ['x'],
      });
    };
    expect(growth(work, 2000)).toBeLessThan(LINEAR);
  });

  it('is well-formed whatever comes from the air, and keeps what can be printed', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        '&',
        '<',
        '>',
        '"',
        "'",
        ']]>',
        '\u0000',
        '\u001b',
        '\n',
        '\ud800',
        '\uffff',
        '\u202e',
        '&#10;',
        'ü',
        '😀',
      ),
    });
    fc.assert(
      fc.property(text, air => {
        const findings = [finding({ message: air, rule: air }), finding({ message: air, severity: 'note' })];
        const unreadPackets = [{ linkType: 1, packets: 1, capture: air }];
        const whole = { ...report([session({ ssid: air, verdict: air })], findings), unreadPackets };
        const root = documentOf(whole, {
          captures: [air],
          damaged: [{ capture: air, message: air }],
        });
        const printed = air.replace(/[\p{Cc}\p{Cf}\p{Cs}\uffff]/gu, '\ufffd');
        expect(root.children[1]!.children.at(-1)!.text).toBe(printed);
        expect(root.children[1]!.children[0]!.children[2]!.attributes.value).toBe(printed);
      }),
    );
  });
});
