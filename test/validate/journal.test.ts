import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { encodeUlDcch, measurementReport } from '../../src/codecs/rrc/index.js';
import { createUuFramer } from '../../src/flows/uu/tap.js';
import type { ValidationEvent } from '../../src/validate/event.js';
import { isBlind, type Report, validator, watchToEnd } from '../../src/validate/index.js';
import { newJournal, withoutRoutine } from '../../src/validate/journal.js';
import type { LteEvent, RrcEvent, RrcTransactionEvent, XwapEvent } from '../../src/validate/lte-events.js';
import { wtCounterReuse } from '../../src/validate/rules/wt-counter-reuse.js';
import type { RrcMessage } from '../../src/validate/uu/message.js';
import { captureOf } from './lte/capture.js';
import { at, gap, key, observed, pmkInUse, rrc, tellUe, tellWt, xw } from './lte/events.js';
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

describe('what is routine', () => {
  const message = (rest: Partial<RrcMessage>, macI: 'none' | 'invalid' = 'none') => {
    const plain = rrc(50, rest.name ?? 'rrcConnectionReconfiguration') as RrcEvent;
    return { ...plain, macI, message: { ...plain.message!, ...rest } };
  };
  const transaction = (rest: Partial<RrcTransactionEvent>): RrcTransactionEvent => ({
    kind: 'rrcTransaction',
    what: 'reconfiguration',
    request: at(49),
    complete: at(50),
    ...at(50),
    isNeedless: false,
    wtCounter: undefined,
    ...rest,
  });
  const xwap = (view: Pick<XwapEvent['view'], 'message'>): XwapEvent => ({
    kind: 'xwap',
    ...at(50),
    xw,
    isFromWt: true,
    view: view as XwapEvent['view'],
    octets: new Uint8Array(),
    problems: [],
  });
  const COMPLETE = 'rrcConnectionReconfigurationComplete';
  /** What is kept of the events, between so much that is routine, where one of that may stay on either side. */
  const keptOf = (...events: readonly (ValidationEvent | LteEvent)[]) => {
    const reports = (from: number) => [0, 1, 2].map(i => rrc(from + i, 'measurementReport'));
    const [first, ...others] = withoutRoutine([...reports(0), ...events, ...reports(90)], 2);
    expect([first!.frame, others.pop()!.frame]).toEqual([0, 92]);
    return others;
  };

  it.each<readonly [string, LteEvent]>([
    ['a reconfiguration of the radio', message({})],
    ['NAS', message({ name: 'ulInformationTransfer' })],
    ['an RRC procedure that is answered', transaction({})],
    ['a status report of the WT', xwap({ message: 'WTStatusReport' })],
  ])('%s is', (_, event) => {
    expect(keptOf(event)).toEqual([]);
  });

  it.each<readonly [string, LteEvent]>([
    ['a handover', message({ handover: { targetPci: 1, keepsLwa: true } as RrcMessage['handover'] })],
    ['LWA', message({ lwa: { isRelease: false } as RrcMessage['lwa'] })],
    ['the status of WLAN', message({ name: 'x', status: 'failureTimeout' })],
    ['a WLAN address', message({ name: 'x', wlanMacAddress: new Uint8Array(6) })],
    ['a message that lacks something', message({ missing: ['x'] as never })],
    ['one that may hold LWA where it was not read', message({ unread: 'nonCriticalExtension' })],
    ['a release of the connection', message({ name: 'rrcConnectionRelease' })],
    ['one whose MAC-I is wrong', message({ name: 'measurementReport' }, 'invalid')],
    ['one that cannot be read', { ...message({}), message: undefined }],
    ['an answer to what is not in the capture', message({ name: COMPLETE })],
    ['a handover procedure', transaction({ what: 'handover' })],
    ['a procedure with a WT Counter', transaction({ wtCounter: 0 })],
    ['a procedure without answer', transaction({ complete: undefined })],
    ['another message of Xw', xwap({ message: 'WTReleaseRequest' })],
    ['the status that the UE reports', { kind: 'statusReport', ...at(50), status: 'suspended' }],
  ])('%s is not', (_, event) => {
    expect(keptOf(event)).toEqual([event]);
  });

  it('the answer is where the procedure is', () => {
    const answer = message({ name: COMPLETE });
    expect(keptOf(answer, transaction({}))).toEqual([]);
    expect(keptOf(answer, transaction({ what: 'handover' }))).toHaveLength(2);
    expect(keptOf(answer, transaction({ ...at(51), complete: at(51) }))).toEqual([answer]);
  });
});

describe('events of which a journal forgets some', () => {
  const of = { ...at(0), xw } as const;
  it.each<readonly [string | undefined, object]>([
    ['uu', tellUe(0, undefined)[0]!],
    ['xw', tellWt(0, key(1))],
    ['uu', { kind: 'rrcTransaction', what: 'handover' }],
    ['uu', { kind: 'statusReport' }],
    ['uu', gap('uu', 0, 0)],
    ['xw', gap('xw', 0, 0)],
    ['xw', { kind: 'xwap', view: {} }],
    ['xw', { kind: 'xwapProcedure' }],
    ['xw', { kind: 'xwapUnexpected' }],
    ['xw', { kind: 'xwEnd' }],
    ['xw', { kind: 'sKwtAgain' }],
    [undefined, { kind: 'xwap', view: { message: 'WTStatusReport' } }],
    [undefined, { kind: 'pmkInUse' }],
    [undefined, { kind: 'association' }],
    [undefined, { kind: 'ending' }],
  ])('are a gap on %s: %o', (where, event) => {
    const journal = newJournal();
    const { kind } = event as ValidationEvent;
    const count = 4096;
    // They need not come in the order of time.
    for (let i = count - 1; i >= 0; i--)
      journal.note({ ...of, ...event, ...at(i), from: at(i) } as unknown as ValidationEvent);
    const kept = journal.of([kind]).filter(one => !('isForgotten' in one));
    expect(kept.map(({ frame }) => frame)).toEqual([
      ...Array(1024).keys(),
      ...Array.from({ length: 1024 }, (_, i) => 3072 + i),
    ]);
    expect(journal.of(['gap']).filter(one => one.isForgotten)).toEqual(
      where === undefined ? [] : [{ ...gap(where as 'uu' | 'xw', 1024, 3071), isForgotten: true }],
    );
    // A report lists messages, and gaps.
    expect(journal.forgotten).toBe(kind === 'xwap' || kind === 'gap' ? 2048 : 0);
  });

  it('are kept up to 2048 of a sort, and each PMK in use for itself', () => {
    const journal = newJournal();
    for (let i = 0; i < 2048; i++) {
      journal.note(pmkInUse(2 * i, 'M2', key(1)));
      journal.note(pmkInUse(2 * i + 1, 'M4', key(1)));
    }
    expect(journal.of(['pmkInUse'])).toHaveLength(4096);
  });

  it('are none of a kind that is not kept', () => {
    const journal = newJournal(new Set(['key']));
    journal.note(rrc(1, 'measurementReport'));
    expect(journal.of(['rrc'])).toEqual([]);
  });
});
