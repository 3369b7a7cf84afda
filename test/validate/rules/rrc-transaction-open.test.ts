import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import {
  bearerReconfiguration,
  connectionRelease,
  handoverCommand,
  reconfigurationComplete,
  securityModeCommand,
  securityModeComplete,
  securityModeFailure,
} from '../../../src/codecs/rrc/index.js';
import { validator } from '../../../src/validate/index.js';
import { rrcTransactionOpen } from '../../../src/validate/rules/rrc-transaction-open.js';
import { observed, pmkInUse, rrc, tellUe as toUe, tellWt as toWt } from '../lte/events.js';
import {
  KENB,
  KENB_KEYS,
  onAir,
  packetsOf,
  type Signal,
  setUp,
  sKwtOf,
  tellUe,
  tellUnread,
  tellWt,
} from '../lte/peer.js';
import { beacon } from '../peer.js';
import { captureOf, findingsOf, findingsOfMerged, testRule } from '../rule-captures.js';

const rekey = tellUe(1000, 2);
const later = tellUe(4000, 3, 2);

testRule(rrcTransactionOpen, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...rekey.slice(0, 1), ...later]),
  sound: packetsOf([...setUp(1), ...rekey, ...later]),
});

const bearers: Signal = { ms: 1000, down: bearerReconfiguration({ transactionId: 1, releaseDrbs: [5] }) };
const handover: Signal = {
  ms: 1000,
  down: handoverCommand({
    transactionId: 1,
    targetCell: 7,
    carrier: { downlink: 1300 },
    newCRnti: 1,
    nextHopChainingCount: 0,
  }),
};
const security: Signal = {
  ms: 1000,
  down: securityModeCommand({ ciphering: 2, integrity: 2, transactionId: 1 }),
};
/** The octets that begin RRCConnectionReestablishmentComplete. */
const backAt = (ms: number): Signal => ({ ms, up: Uint8Array.of(3 << 3, 0) });
const laterOn = onAir(60_000, [beacon()]);

describe('rrc-transaction-open', () => {
  const found = (signals: readonly Signal[], kenb?: Uint8Array, lost = -1) =>
    findingsOf(captureOf(packetsOf([...setUp(1), ...signals], kenb).filter((_, i) => i !== lost)), KENB_KEYS)
      .filter(({ rule }) => rule === rrcTransactionOpen.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const finding = (request: string) => ['warning', [5], `The ${request} is not answered.`];

  it.each<[string, Signal]>([
    ['RRCConnectionReconfiguration in frame 5, with WT Counter 2,', rekey[0]!],
    ['RRCConnectionReconfiguration in frame 5', bearers],
    ['RRCConnectionReconfiguration for the handover in frame 5', handover],
    ['SecurityModeCommand in frame 5', security],
  ])('is the %s that is not answered', (request, signal) => {
    expect(found([signal, backAt(3000), ...later])).toEqual([finding(request)]);
  });

  it.each<[string, readonly Signal[]]>([
    ['is answered', [bearers, { ms: 1020, up: reconfigurationComplete(1) }, ...later]],
    ['is answered late', [bearers, { ms: 3500, up: reconfigurationComplete(1) }, ...later]],
    ['is of a security mode and confirmed', [security, { ms: 1020, up: securityModeComplete(1) }, ...later]],
    ['is of a security mode and refused', [security, { ms: 1020, up: securityModeFailure(1) }, ...later]],
    ['is sent anew', [bearers, { ...bearers, ms: 2999 }, { ms: 3010, up: reconfigurationComplete(1) }]],
    ['was sent just before the capture ends', [bearers, ...onAir(2999, [beacon()])]],
    ['is one before a release', [bearers, { ms: 1010, down: connectionRelease() }, ...later]],
    ['is one before a handover', [{ ...bearers, ms: 990 }, { ...handover, ms: 995 }, ...laterOn]],
  ])('is no request that %s', (_, signals) => {
    expect(found(signals)).toEqual([]);
  });

  it('is told from 2 s on', () => {
    expect(found([bearers, ...onAir(3000, [beacon()])])).toEqual([
      finding('RRCConnectionReconfiguration in frame 5'),
    ]);
    expect(found([bearers, { ...bearers, ms: 3000 }])).toHaveLength(1);
  });

  it('is none in a capture of the downlink alone', () => {
    const isDown = (signal: Signal): boolean => !('up' in signal);
    const captured = [...setUp(1), ...rekey, ...later, ...laterOn].filter(isDown);
    expect(findingsOf(captureOf(packetsOf(captured)), KENB_KEYS)).toEqual([]);
  });

  it('is none where the target of a handover may be a cell that the capture does not show', () => {
    expect(found([handover, ...laterOn])).toEqual([]);
    expect(found([handover, backAt(6000), ...laterOn])).toHaveLength(1);
    // It is back much later, or comes from that cell.
    expect(found([handover, backAt(6001), ...laterOn])).toEqual([]);
  });

  it('is none of a handover behind which the UE answers something else: its answer is missing', () => {
    expect(found([handover, ...later])).toEqual([]);
    expect(found([handover, ...laterOn, ...later])).toEqual([]);
    // It answers nothing, or what came before, or it comes back by re-establishment.
    expect(found([handover, later[0]!, ...laterOn])).toHaveLength(2);
    const crossing: Signal[] = [
      { ms: 990, down: bearerReconfiguration({ transactionId: 2, releaseDrbs: [6] }) },
      handover,
      { ms: 1005, up: reconfigurationComplete(2) },
    ];
    expect(found([...crossing, ...laterOn])).toHaveLength(1);
    expect(found([handover, backAt(3000), ...later])).toHaveLength(1);
  });

  it('is none where the UE uses the S-KWT of the WT Counter, unless numbers show that it sent nothing', () => {
    const shown = rrc(0, 'measurementReport');
    const open = [shown, ...toUe(100, undefined, 2), toWt(130, sKwtOf(2))];
    const frames = (...more: Parameters<typeof observed>[1]) =>
      observed(rrcTransactionOpen, [...open, ...more]).map(one => one.frames);
    expect(frames()).toEqual([[100]]);
    expect(frames(pmkInUse(140, 'M2', sKwtOf(2)))).toEqual([]);
    expect(frames(pmkInUse(140, 'M2', sKwtOf(1)))).toEqual([[100]]);
    const m2 = pmkInUse(140, 'M2', sKwtOf(2));
    expect(frames(m2, rrc(5000, 'measurementReport'))).toEqual([]);
    expect(frames(m2, rrc(5000, 'measurementReport', 'valid'))).toEqual([[100]]);
    // It uses that of the next one alone.
    const next = [...toUe(200, 220, 3), toWt(230, sKwtOf(3)), pmkInUse(240, 'M2', sKwtOf(3))];
    expect(frames(...next)).toEqual([[100]]);
  });

  it('takes a time that grows with the square of such requests at most, whatever the WT is given', () => {
    const open = Array.from({ length: 1000 }, (_, i) => [
      ...toUe(900 * (i + 1), undefined, i + 1, { sKwt: sKwtOf(i) }),
      toWt(900 * (i + 1) + 10, sKwtOf(i)),
    ]);
    const events = [rrc(0, 'measurementReport'), ...open.flat()];
    const start = process.cpuUsage();
    expect(observed(rrcTransactionOpen, events)).toHaveLength(1000);
    expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
  });

  it('is none where the capture of Uu ends, and others go on', async () => {
    const uu = packetsOf([...setUp(1), ...rekey.slice(0, 1)]);
    const wlan = packetsOf(laterOn);
    expect(await findingsOfMerged([uu, wlan], KENB_KEYS)).toEqual([]);
    const goesOn = packetsOf([...setUp(1), ...rekey.slice(0, 1), ...later]);
    expect(await findingsOfMerged([goesOn, wlan], KENB_KEYS)).toEqual([
      expect.objectContaining({
        rule: rrcTransactionOpen.id,
        message:
          'The RRCConnectionReconfiguration in frame 5 of 0.pcapng, with WT Counter 2, is not answered.',
      }),
    ]);
  });

  describe('of an answer with another identifier', () => {
    const other = (ms: number): Signal => ({ ms, up: reconfigurationComplete(3) });
    const says = (request: string) => [
      'warning',
      [5, 6],
      `The RRCConnectionReconfiguration${request} is not answered, unless in frame 6, with transaction identifier 3 and not 1: the capture shows no request that has 3.`,
    ];
    const short = onAir(1500, [beacon()]);

    it('names both, and waits for no other', () => {
      const told = [rekey[0]!, other(1020)];
      expect(found([...told, ...short], KENB)).toEqual([says(' in frame 5, with WT Counter 2,')]);
      expect(found([...told, ...onAir(1499, [beacon()])], KENB)).toEqual([]);
      // GSMTAP has no numbers, which show that nothing is missing.
      expect(found([...told, ...short])).toEqual([]);
      expect(found([...told, ...laterOn])).toEqual([says(' in frame 5, with WT Counter 2,')]);
      expect(found([handover, other(1060), ...laterOn])).toEqual([says(' for the handover in frame 5')]);
    });

    it('is told in the verdict and in the note on what the capture lacks, too', () => {
      const own = validator({ keys: KENB_KEYS });
      const signals = [...setUp(1), rekey[0]!, other(1020), ...tellWt(1100, sKwtOf(2)), ...short];
      for (const packet of decodeCapture(captureOf(packetsOf(signals)))) own.packet(packet);
      const { sessions, findings } = own.report();
      expect(sessions[0]!.verdict).toContain(
        'the capture lacks what told the UE of it, unless that is WT Counter 2 in frame 5, which the UE then answers with a wrong transaction identifier in frame 6; ',
      );
      expect(findings.map(({ rule, message }) => [rule, message])).toContainEqual([
        'capture-incomplete',
        'The capture lacks, or holds damaged, the RRC message that is answered in frame 6, unless that answers another with a wrong identifier.',
      ]);
    });

    it('is no answer if it comes late, or if the right one comes', () => {
      expect(found([bearers, other(1265), ...laterOn])[0]![2]).toContain('unless in frame 6');
      expect(found([bearers, other(1266), ...short])).toEqual([]);
      expect(found([bearers, other(1266), ...laterOn])).toEqual([
        finding('RRCConnectionReconfiguration in frame 5'),
      ]);
      expect(
        found([...rekey.slice(0, 1), other(1020), { ms: 1040, up: reconfigurationComplete(1) }, ...short]),
      ).toEqual([]);
    });

    it('is none where it answers one of two that wait', () => {
      const second: Signal = {
        ms: 1005,
        down: bearerReconfiguration({ transactionId: 2, releaseDrbs: [6] }),
      };
      expect(found([bearers, second, other(1020), ...short])).toEqual([]);
    });

    it('is none where the capture lacks more: both may be what is left of two procedures', () => {
      const lost: Signal[] = [
        { ms: 500, down: bearerReconfiguration({ transactionId: 2, releaseDrbs: [6] }) },
        { ms: 5000, down: bearerReconfiguration({ transactionId: 2, releaseDrbs: [6] }) },
        { ms: 5020, up: reconfigurationComplete(2) },
      ];
      expect(found([lost[0]!, bearers, other(1020), ...short])).toEqual([]);
      expect(found([bearers, other(1020), { ms: 1400, up: reconfigurationComplete(0) }, ...short])).toEqual(
        [],
      );
      // PDCP shows that a request with its identifier is missing, or the answer.
      const two: Signal = { ms: 1002, down: bearerReconfiguration({ transactionId: 3, releaseDrbs: [6] }) };
      const three: Signal = { ms: 1100, down: bearerReconfiguration({ transactionId: 2, releaseDrbs: [7] }) };
      const own: Signal = { ms: 1120, up: reconfigurationComplete(2) };
      expect(found([bearers, two, other(1020), three, own, ...short], KENB, 5)).toEqual([]);
      expect(
        found([bearers, { ms: 1010, up: reconfigurationComplete(1) }, other(1020), ...short], KENB, 5),
      ).toEqual([]);
    });
  });

  it('is none where the answer may be among what is missing, by the numbers of PDCP', () => {
    const answered = [...rekey, ...later];
    expect(found(answered, KENB)).toEqual([]);
    expect(found(answered, KENB, 5)).toEqual([]);
    // What is missing later is no answer.
    expect(found([rekey[0]!, ...tellUnread(20_000, 3, 2)])).toHaveLength(1);
  });
});
