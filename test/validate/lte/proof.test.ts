import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { type Keys, type Report, validate } from '../../../src/validate/index.js';
import { type Capture, captureOf, lteKeysOf } from './capture.js';

/** What keys prove of whose RRC and XwAP it is. */

const UES = 3;
const XW = 1;
const UU = 101;

/** The number of the UE that a packet on Uu is of, as its address ends with it, as its station's does. */
const numberOf = ({ packets }: Capture, frame: number): number => {
  const { source, destination } = decodeIpv4(packets[frame - 1]!.bytes);
  return (source[1] === 255 ? destination : source).at(-1)!;
};

/** Of each station, the UEs whose RRC it is told to have, and how many messages there are of RRC and of XwAP. */
function shownIn(capture: Capture, { sessions }: Report): readonly (readonly unknown[])[] {
  return sessions.map(({ station = '-', rrc = [], xw = [] }) => [
    station.slice(-2),
    [...new Set(rrc.map(({ frame }) => numberOf(capture, Number(frame))))],
    rrc.length,
    xw.length,
  ]);
}

/** The report on packets, which keep the numbers that they have in their capture. */
const reportOn = (packets: readonly Packet[], keys: Keys): Promise<Report> =>
  validate(packets, { keys }).report();

describe('a station that is given wrongly for a KeNB', () => {
  const others = (capture: Capture, of: (station: Uint8Array) => Uint8Array): Keys => ({
    kenbs: lteKeysOf(capture.keys).kenbs!.map(one => ({ ...one, station: of(one.station!) })),
  });
  const next = (station: Uint8Array): Uint8Array => station.with(5, (station.at(-1)! % UES) + 1);
  const random = (station: Uint8Array): Uint8Array => station.with(0, 0xfe);

  it.each([
    ['another', 'rekey-option-2', next],
    ['another', 'rekey-option-1-mic', next],
    ['none in the capture', 'rekey-option-2', random],
  ])('is not believed against the S-KWT that the WT is given: %s, %s', async (_, name, of) => {
    const capture = captureOf(name, { ues: UES, uu: 'pdcp' });
    const report = await reportOn(capture.packets, others(capture, of));
    expect(shownIn(capture, report)).toEqual([1, 2, 3].map(number => [`0${number}`, [number], 8, 5]));
    expect(report.unmatchedKeys).toEqual([]);
  });

  it('is not believed against the MIC of a handshake', async () => {
    const capture = captureOf('rekey-option-2', { ues: UES, uu: 'pdcp' });
    const packets = capture.packets.filter(({ linkType }) => linkType !== XW);
    const report = await reportOn(packets, others(capture, next));
    expect(shownIn(capture, report)).toEqual([1, 2, 3].map(number => [`0${number}`, [number], 8, 0]));
  });

  it('is believed where nothing tells otherwise', async () => {
    const capture = captureOf('rekey-option-2', { ues: UES, uu: 'pdcp' });
    const packets = capture.packets.filter(({ linkType }) => linkType === UU);
    const report = await reportOn(packets, others(capture, next));
    expect(shownIn(capture, report)).toEqual(
      [1, 2, 3].map(number => [`0${(number % UES) + 1}`, [number], 8, 0]),
    );
    expect(report.sessions.length).toBe(UES);
  });

  it('makes no right key one that fits nothing, though no MAC-I tells over GSMTAP', async () => {
    const capture = captureOf('rekey-option-2');
    const { unmatchedKeys } = await reportOn(capture.packets, others(capture, random));
    expect(unmatchedKeys).toEqual([]);
  });
});

describe('the MIC of a handshake', () => {
  /** Without the packets of Xw that name stations. */
  const withoutAdditions = ({ packets }: Capture): readonly Packet[] =>
    packets.filter(({ linkType, time }) => linkType !== XW || time - packets[0]!.time > 1_000_000_000n);

  it('tells whose XwAP it is that gave the S-KWT, where the capture lacks the addition', async () => {
    const capture = captureOf('rekey-option-2', { ues: UES, uu: 'pdcp' });
    const report = await reportOn(withoutAdditions(capture), {
      kenbs: lteKeysOf(capture.keys, { anonymous: true }).kenbs,
    });
    expect(shownIn(capture, report)).toEqual([1, 2, 3].map(number => [`0${number}`, [number], 8, 2]));
    expect(
      report.sessions.every(({ verdict }) => verdict.startsWith('Option 2: the UE had WT Counter 0')),
    ).toBe(true);
  });

  it('tells it without KeNBs too', async () => {
    const capture = captureOf('rekey-option-1-mic', { ues: UES, uu: 'pdcp' });
    const report = await reportOn(withoutAdditions(capture), {});
    expect(shownIn(capture, report).slice(0, UES)).toEqual([1, 2, 3].map(number => [`0${number}`, [], 0, 2]));
  });

  it('tells whose RRC it is, without Xw', async () => {
    const capture = captureOf('initial-access', { ues: UES, uu: 'pdcp' });
    const packets = capture.packets.filter(({ linkType }) => linkType !== XW);
    const report = await reportOn(packets, lteKeysOf(capture.keys, { anonymous: true }));
    expect(shownIn(capture, report)).toEqual([1, 2, 3].map(number => [`0${number}`, [number], 3, 0]));
  });
});
