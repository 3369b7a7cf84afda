import { describe, expect, it } from 'vitest';
import { decodeGsmtap, encodeGsmtap } from '../../../src/codecs/link/gsmtap.js';
import { decodeIpv4, encodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { decodeUdp, encodeUdp } from '../../../src/codecs/link/udp.js';
import { connectionRelease } from '../../../src/codecs/rrc/build/connection.js';
import { DlDcch } from '../../../src/codecs/rrc/dl-dcch.js';
import { validator } from '../../../src/validate/index.js';
import { play, run, secondsOf } from '../../flows/play.js';
import { numberOf } from '../../frame-ref.js';

/** `ue S-KWT #2`, in the order of the report. */
const steps = (name: string): string[] =>
  (play(name).report.sessions[0]!.sKwts ?? []).map(({ side, state, pmk }) =>
    state === 'given' ? `${side} ${pmk}` : `${side} ${state}${pmk === undefined ? '' : ` ${pmk}`}`,
  );

const ADDED = ['wt S-KWT #1', 'ue S-KWT #1'];

describe('who is given which S-KWT', () => {
  it.each([
    ['rekey-option-1-mic', [...ADDED, 'wt S-KWT #2', 'ue S-KWT #2']],
    ['rekey-option-2', [...ADDED, 'ue S-KWT #2', 'wt S-KWT #2']],
    [
      'wt-modification-rejected',
      [...ADDED, 'ue S-KWT #2', 'wt refused S-KWT #2', 'ue S-KWT #3', 'wt S-KWT #3'],
    ],
    ['rekey-rel13-release-and-add', [...ADDED, 'wt released', 'ue released', 'wt S-KWT #2', 'ue S-KWT #2']],
    // The source eNB releases its connection only: LWA goes on.
    ['handover-without-wt-change', [...ADDED, 'ue S-KWT #2', 'wt S-KWT #2']],
    ['wlan-rekey', []],
  ])('%s', (name, expected) => {
    expect(steps(name)).toEqual(expected);
  });

  it('names the frames in which they are, and the WT Counter of the UE', () => {
    const { sKwts = [], rrc = [], xw = [] } = play('rekey-option-2').report.sessions[0]!;
    const at = (frame: number) => [...rrc, ...xw].find(one => numberOf(one.frame) === frame)?.message;
    expect(sKwts.map(({ frame, wtCounter }) => [at(numberOf(frame)), wtCounter])).toEqual([
      ['WTAdditionRequest', undefined],
      ['RRCConnectionReconfiguration', 0],
      ['RRCConnectionReconfiguration', 0],
      ['WTModificationRequest', undefined],
    ]);
  });

  it('is no earlier than each side has it, though a packet on Xw is lost', () => {
    for (const seed of [1, 5]) {
      const { report, keys, packets } = play('lossy', {}, seed);
      const start = secondsOf(packets[0]!);
      const given = report.sessions[0]!.sKwts!.filter(({ side }) => side === 'wt');
      const truth = keys.pmks.map(({ from }) => from.wt!);
      expect(given).toHaveLength(truth.length);
      for (const [i, { time }] of given.entries())
        expect(Math.abs(Number(time) + start - truth[i]!), `seed ${seed}`).toBeLessThan(0.01);
    }
  });

  it('ends at the UE with its RRC connection', () => {
    const { packets, interfaces } = run('initial-access');
    const reconfiguration = packets.find(one => interfaces[one.interface]!.name === 'uu')!;
    const { checksum: _, ...ip } = decodeIpv4(reconfiguration.bytes);
    const { checksum: __, ...udp } = decodeUdp(ip.payload);
    const payload = DlDcch.encode(connectionRelease());
    const gsmtap = encodeGsmtap({ ...decodeGsmtap(udp.payload), payload });
    const bytes = encodeIpv4({ ...ip, payload: encodeUdp({ ...udp, payload: gsmtap }, ip) });
    const own = validator();
    for (const packet of packets) own.packet(packet);
    own.packet({ ...reconfiguration, time: packets.at(-1)!.time + 1_000_000n, bytes });
    const { sKwts = [] } = own.report().sessions[0]!;
    expect(sKwts.map(({ side, state }) => `${side} ${state}`)).toEqual([
      'wt given',
      'ue given',
      'ue released',
    ]);
  });

  it('leaves out the name of what the UE derives where nothing tells it', () => {
    const { packets, interfaces } = run('rekey-option-2');
    const own = validator();
    for (const packet of packets.filter(one => interfaces[one.interface]!.name !== 'xw')) own.packet(packet);
    const { sKwts = [] } = own.report().sessions[0]!;
    expect(sKwts.map(({ side, pmk, wtCounter }) => [side, pmk, wtCounter])).toEqual([
      ['ue', undefined, 0],
      ['ue', undefined, 0],
    ]);
  });

  it('says nothing of key material', () => {
    const { report, keys } = play('rekey-option-1-mic');
    const text = JSON.stringify(report.sessions[0]!.sKwts);
    for (const { hex } of keys.pmks) expect(text).not.toContain(hex);
  });
});
