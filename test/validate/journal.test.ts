import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { encodeUlDcch, measurementReport } from '../../src/codecs/rrc/index.js';
import { createUuFramer } from '../../src/flows/uu/tap.js';
import { isBlind, type Report, validator, watchToEnd } from '../../src/validate/index.js';
import { newJournal } from '../../src/validate/journal.js';
import { wtCounterReuse } from '../../src/validate/rules/wt-counter-reuse.js';
import { captureOf } from './lte/capture.js';
import { at, key, observed, rrc, tellUe, tellWt } from './lte/events.js';
import { associated, deauthentication } from './peer.js';

const { packets } = captureOf('rekey-option-1-mic');
const [{ time: start }] = packets as [Packet];
const rrcOf = encodeUlDcch(measurementReport({ measId: 1, rsrp: -90, rsrq: -10 }));
const frame = createUuFramer('gsmtap');
/** LINKTYPE_RAW, that of Uu. */
const uu = packets.find(({ linkType }) => linkType === 101)!;

/** Measurement reports of the UE, from so many milliseconds after the beginning on, with what follows so much later. */
function withReports(count: number, ms: number): readonly Packet[] {
  const from = start + BigInt(ms) * 1_000_000n;
  const later = (i: number): bigint => BigInt(i) * 240_000_000n;
  const reports = Array.from({ length: count }, (_, i): Packet => {
    const bytes = frame({ isUplink: true, rrc: rrcOf, pdu: rrcOf, keyRow: 1 }, 1, 30_000 + i);
    const { linkType, interface: of } = uu;
    return { linkType, interface: of!, time: from + later(i), bytes, originalLength: bytes.length };
  });
  return [
    ...packets.filter(({ time }) => time < from),
    ...reports,
    ...packets.filter(({ time }) => time >= from).map(one => ({ ...one, time: one.time + later(count) })),
  ];
}

function reportOf(list: readonly Packet[]): Report {
  const { packet, report } = validator();
  for (const { frame: _, ...one } of list) packet(one);
  return report();
}

const of = ({ sessions, findings }: Report) => ({
  rules: findings.map(({ rule }) => rule),
  sKwts: sessions[0]!.sKwts!.map(({ side, state }) => `${side} ${state}`),
  option: sessions[0]!.verdict.slice(0, 9),
});

describe('a session with very many measurement reports', () => {
  const alone = reportOf(packets);
  const listed = alone.sessions[0]!.rrc!.length;

  it.each([
    ['before LWA begins', 1100, 0],
    ['between set-up and re-key', 1100, 1000],
    ['between set-up and re-key, and rules keep few of them', 5000, 1000],
  ])('tells the same of who had the key first: %s', (_, count, ms) => {
    const report = reportOf(withReports(count, ms));
    expect(report.sessions).toHaveLength(1);
    expect(of(report)).toEqual(of(alone));
    expect(of(report).option).toBe('Option 1:');
    const { rrc: rows, forgotten } = report.sessions[0]!;
    expect(rows!.length + (forgotten?.messages ?? 0)).toBe(listed + count);
    expect(rows!.at(-1)).toMatchObject({ message: 'WLANConnectionStatusReport' });
  });
});

it('lists an association behind very many deauthentications in clear, and counts those that it does not', () => {
  const { packet, report } = validator();
  const flood = Array.from({ length: 3000 }, (_, i) => {
    const mpdu = deauthentication('ap', 6);
    mpdu.set([(i << 4) & 0xff, i >> 4], 22);
    return mpdu;
  });
  for (const [i, bytes] of [...flood, ...associated, ...flood].entries())
    packet({
      time: BigInt(i) * 10_000_000n,
      linkType: 105,
      interface: 0,
      bytes,
      originalLength: bytes.length,
    });
  const { management, forgotten } = report().sessions[0]!;
  expect(management.filter(({ message }) => message.startsWith('association'))).toMatchObject([
    { frame: 3001, message: 'association-request' },
    { frame: 3002, message: 'association-response' },
  ]);
  expect(management.length).toBeLessThan(2000);
  expect(management.length + forgotten!.messages).toBe(6002);
});

describe('a journal', () => {
  const reports = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => rrc(from + i, 'measurementReport'));
  const journalOf = (events: Iterable<ReturnType<typeof rrc>>) => {
    const journal = newJournal();
    for (const event of events) journal.note(event);
    return journal;
  };

  it('keeps what a rule finds at both ends of very many reports', () => {
    const [first, second] = [tellUe(100, 120, 5), tellUe(90_000, 90_020, 5)];
    const again = [...first, tellWt(150, key(5)), ...second, tellWt(90_050, key(5))];
    const found = observed(wtCounterReuse, again);
    expect(found).toHaveLength(1);
    expect(
      observed(wtCounterReuse, [...again.slice(0, 3), ...reports(9000, 1000), ...again.slice(3)]),
    ).toEqual(found);
  });

  it('keeps the first and the latest of the routine, and forgets them without a gap', () => {
    const journal = journalOf(reports(20_000));
    const kept = journal.of(['rrc', 'gap']);
    expect(kept.length).toBeLessThan(6200);
    expect(kept.length + journal.forgotten).toBe(20_000);
    expect(kept.every(({ kind }) => kind === 'rrc')).toBe(true);
    expect([kept[0]!.frame, kept.at(-1)!.frame]).toEqual([0, 19_999]);
  });

  it('takes RRC that cannot be read, of which it forgets some, for what the capture lacks', () => {
    const unread = Array.from({ length: 20_000 }, (_, i) => rrc(i + 1000, '', 'invalid'));
    const journal = journalOf([rrc(1, 'rrcConnectionReestablishmentComplete'), ...unread]);
    const kept = journal.of(['rrc', 'gap']);
    expect(kept.filter(({ kind }) => kind === 'gap')).toMatchObject([{ where: 'uu', isForgotten: true }]);
    expect(isBlind(kept, 'uu', at(9000), at(9000))).toBe(true);
    expect(isBlind(kept, 'uu', at(2), at(900))).toBe(false);
    expect(isBlind(kept, 'xw', at(0), at(30_000))).toBe(false);
    expect(kept[0]).toMatchObject({ kind: 'rrc', frame: 1 });
  });

  it('forgets the answer with the procedure: none is left that seems to answer what the capture lacks', () => {
    const journal = newJournal();
    for (let i = 0; i < 20_000; i++) {
      journal.note(rrc(2 * i + 1, 'rrcConnectionReconfigurationComplete'));
      const [request, complete] = [at(2 * i), at(2 * i + 1)];
      journal.note({
        kind: 'rrcTransaction',
        what: 'reconfiguration',
        request,
        complete,
        ...complete,
        isNeedless: false,
        wtCounter: undefined,
      });
    }
    const answered = new Set(journal.of(['rrcTransaction']).map(({ complete }) => complete!.frame));
    const answers = journal.of(['rrc']);
    expect(answers.length).toBeGreaterThan(100);
    expect(answers.length).toBeLessThan(4200);
    expect(answers.filter(({ frame }) => !answered.has(frame))).toEqual([]);
  });

  it('gives watchToEnd also what came before its watcher was made, and kinds that sessions do not keep', () => {
    const watcher = watchToEnd(['key', 'sKwt', 'rrc'], events => [
      { frames: events.map(event => event.frame), message: '' },
    ]);
    const { note, of } = journalOf([rrc(1, 'measurementReport'), tellWt(3, key(1))]);
    const known = { kind: 'key', ...at(2), isKnown: true } as Parameters<NonNullable<typeof watcher.key>>[0];
    watcher.key!(known);
    note(known);
    expect([...watcher.end!({ kind: 'end', ...at(9), of })!]).toEqual([{ frames: [1, 2, 3], message: '' }]);
  });
});
