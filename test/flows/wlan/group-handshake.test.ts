import { describe, expect, it } from 'vitest';
import { decodeDot11 } from '../../../src/codecs/dot11/frame.js';
import { dot11Of } from '../../../src/codecs/dot11/physical.js';
import { MILLISECOND } from '../../../src/flows/engine/engine.js';
import { manifestOf, packetsOf } from '../../manifest.js';
import { connect, first, groupKey, milliseconds, second } from './peers.js';

describe('group key handshake', () => {
  const renewed = [groupKey('GTK', 2, 0x71), groupKey('IGTK', 5, 0x74)];

  it('gives the station the new keys', () => {
    const run = connect();
    run.authenticator.start(first);
    run.clock.run();
    run.renew(renewed);
    run.clock.run();
    expect(run.order()).toBe('M1 M2 M3 M4 G1 G2');
    expect(run.groupKeys.slice(2)).toEqual(renewed);
    const information = run.crossings.slice(4).map(({ frame }) => (frame[5]! << 8) | frame[6]!);
    expect(information).toEqual([0x1382, 0x0302]);
    expect(run.deauthentications).toEqual([]);
  });

  it('is tried 4 times, 0.5 s and then 1.0 s apart, and ends with reason 16', () => {
    const run = connect({ fromStation: (frame, message) => (message === 'G2' ? undefined : frame) });
    run.authenticator.start(first);
    run.clock.run();
    const start = run.clock.now;
    run.renew(renewed);
    run.clock.run();
    const times = run.crossings.filter(c => c.message === 'G1').map(c => (c.time - start) / MILLISECOND);
    expect(times).toEqual([0, 500, 1500, 2500]);
    expect(run.deauthentications).toEqual([{ side: 'ap', reason: 16, time: start + milliseconds(3500) }]);

    // hostapd, whose G1 no station answers as its MIC is wrong on purpose.
    const packets = packetsOf('captures/lab/corrupt-g1-mic.pcap');
    const { eapol_key_frames: frames } = manifestOf('captures/lab').find(
      c => c.file === 'corrupt-g1-mic.pcap',
    )!;
    const seen = frames.filter(f => f.msg === 'G1').map(f => packets[f.frame - 1]!);
    const end = packets.find(({ linkType, bytes, time }) => {
      const { mpdu } = dot11Of({ linkType, bytes });
      const frame = mpdu.length < 24 ? undefined : decodeDot11(mpdu);
      return time > seen[0]!.time && frame?.kind === 'deauthentication' && frame.reasonCode === 16;
    })!;
    const theirs = [...seen, end].map(({ time }) => Number(time - seen[0]!.time) / MILLISECOND);
    expect(theirs.length).toBe(times.length + 1);
    for (const [i, time] of [...times, 3500].entries()) expect(Math.abs(theirs[i]! - time)).toBeLessThan(50);
  });

  it.each([
    [3, 'M1 M2 M3 M4', 'as M2 is on its way, and M3 hands them out'],
    [5, 'M1 M2 M3 M4 G1 G2', 'as M3 is on its way with the old ones'],
    [7, 'M1 M2 M3 M4 G1 G2', 'as M4 is on its way'],
  ])('new keys %i ms behind M1: %s, %s', (after, order) => {
    for (const pmks of [[first], [first, second]]) {
      const run = connect();
      for (const pmk of pmks) {
        run.supplicant.setPmk(pmk);
        run.authenticator.start(pmk);
        if (pmk === pmks.at(-1)) run.clock.after(milliseconds(after), () => run.renew(renewed));
        run.clock.run();
      }
      expect(run.order().endsWith(order)).toBe(true);
      expect(run.groupKeys.slice(-2)).toEqual(renewed);
      expect(run.installed.at(-1)!.pmk).toBe(pmks.at(-1)!.name);
      expect(run.deauthentications).toEqual([]);
    }
  });

  it.each([
    ['G1', 'G1 G1 G2', 'fromAp'],
    ['G2', 'G1 G2 G1 G2', 'fromStation'],
  ])('does not go on from a %s with a wrong MIC', (message, order, side) => {
    let isWrong = true;
    const run = connect({
      [side]: (frame: Uint8Array, crossing: string) => {
        if (crossing !== message || !isWrong) return frame;
        isWrong = false;
        const changed = frame.slice();
        changed[81]! ^= 1;
        return changed;
      },
    });
    run.authenticator.start(first);
    run.clock.run();
    run.renew(renewed);
    run.clock.run();
    expect(run.order()).toBe(`M1 M2 M3 M4 ${order}`);
    expect(run.authenticator.isBusy).toBe(false);
    expect(run.groupKeys.slice(2)).toEqual(renewed);
  });

  it('does not start before there is a PTK', () => {
    const run = connect();
    run.renew(renewed);
    run.clock.run();
    expect(run.order()).toBe('');
  });
});
