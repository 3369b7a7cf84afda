import { describe, expect, it } from 'vitest';
import { decodeEapolKey, encodeEapolKey } from '../../../src/codecs/dot11/eapol-key.js';
import { decodeDot11 } from '../../../src/codecs/dot11/frame.js';
import { parseMac } from '../../../src/codecs/dot11/mac.js';
import { dot11Of } from '../../../src/codecs/dot11/physical.js';
import { messageOf, signEapolKey } from '../../../src/crypto/handshake.js';
import { derivePtk } from '../../../src/crypto/ptk.js';
import { createEngine, MILLISECOND } from '../../../src/flows/engine/engine.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import type { GroupKey, Pmk } from '../../../src/flows/keys/wlan.js';
import {
  type Authenticator,
  type AuthenticatorProfile,
  createAuthenticator,
  hostapdTiming,
} from '../../../src/flows/wlan/authenticator.js';
import { groupKeySet } from '../../../src/flows/wlan/group-key-set.js';
import {
  accessPointRsne,
  type KeyFrameFormat,
  type RsnPolicy,
  stationRsne,
} from '../../../src/flows/wlan/rsn.js';
import { createSupplicant, type Supplicant } from '../../../src/flows/wlan/supplicant.js';
import { manifestOf, packetsOf } from '../../manifest.js';

const aa = parseMac('02:00:00:00:00:01');
const spa = parseMac('02:00:00:00:10:01');
const policy: RsnPolicy = {
  akm: '00-0F-AC:2',
  pairwiseCipher: '00-0F-AC:4',
  groupCipher: '00-0F-AC:4',
  groupManagementCipher: '00-0F-AC:6',
};
const pmk = (name: string, fill: number): Pmk => ({ name, key: new Uint8Array(32).fill(fill) });
const first = pmk('first', 1);
const second = pmk('second', 2);
const groupKey = (kind: GroupKey['kind'], keyId: number, fill: number): GroupKey => ({
  kind,
  keyId,
  key: new Uint8Array(16).fill(fill),
  pn: 77n,
});
const tkOf = (ptk: Uint8Array, { kckLength, kekLength }: KeyFrameFormat): Uint8Array =>
  ptk.subarray(kckLength + kekLength);
const milliseconds = (count: number): number => count * MILLISECOND;

interface Crossing {
  readonly time: number;
  readonly message: string;
  readonly frame: Uint8Array;
  readonly isClear?: boolean;
}

/** An authenticator and a supplicant with nothing between them but a hook that may change or swallow frames. */
const connect = (
  options: {
    readonly fromAp?: (frame: Uint8Array, message: string) => Uint8Array | undefined;
    readonly fromStation?: (frame: Uint8Array, message: string) => Uint8Array | undefined;
    readonly isAcknowledged?: boolean;
    /** ms from an M1 to what the authenticator is told of its Ack. */
    readonly acknowledgedAfter?: number;
    readonly takesNewPmkInPlace?: boolean;
    readonly sendsPmkid?: boolean;
    readonly accessPointRsne?: Uint8Array;
    readonly stationRsne?: Uint8Array;
  } = {},
) => {
  const clock = createEngine();
  const random = createRandom('handshake');
  const crossings: Crossing[] = [];
  const installed: { side: string; pmk: string; tk: Uint8Array }[] = [];
  const groupKeys: GroupKey[] = [];
  const deauthentications: { side: string; reason: number; time: number }[] = [];
  const wrongMics: { tried: string; fits: readonly boolean[] }[] = [];
  const rsne = { accessPoint: accessPointRsne(policy), station: stationRsne(policy) };
  const offered = [groupKey('GTK', 1, 0x61), groupKey('IGTK', 4, 0x64)];
  let inUse = groupKeySet(offered, options.accessPointRsne ?? rsne.accessPoint);
  const note = (frame: Uint8Array, isClear?: boolean): string => {
    const message = messageOf(decodeEapolKey(frame));
    crossings.push({ time: clock.now, message, frame, ...(isClear !== undefined && { isClear }) });
    return message;
  };
  const profile: AuthenticatorProfile = {
    clock,
    aa,
    groupKeys: () => inUse,
    sendsPmkid: options.sendsPmkid ?? false,
    timing: hostapdTiming,
  };
  const authenticator: Authenticator = createAuthenticator(profile, {
    numbers: random.numbers('ap'),
    policy,
    spa,
    rsne: rsne.station,
    host: {
      send(frame, { done }) {
        const message = note(frame);
        clock.after(milliseconds(options.acknowledgedAfter ?? 2), () =>
          done?.(options.isAcknowledged ?? true),
        );
        clock.after(milliseconds(2), () => {
          const arriving = options.fromAp === undefined ? frame : options.fromAp(frame, message);
          if (arriving !== undefined) supplicant.receive(arriving);
        });
      },
      installPairwise: (ptk, from, format) =>
        installed.push({ side: 'ap', pmk: from.name, tk: tkOf(ptk, format) }),
      deauthenticate: reason => deauthentications.push({ side: 'ap', reason, time: clock.now }),
      note: () => {},
      micFailed: (tried, fits) => wrongMics.push({ tried: tried.name, fits: [first, second].map(fits) }),
    },
  });
  const supplicant: Supplicant = createSupplicant({
    numbers: random.numbers('station'),
    policy,
    aa,
    spa,
    pmk: first,
    takesNewPmkInPlace: options.takesNewPmkInPlace ?? true,
    host: {
      send(frame, { isClear = false, done }) {
        const message = note(frame, isClear);
        clock.after(milliseconds(2), () => {
          done?.(true);
          const arriving = options.fromStation === undefined ? frame : options.fromStation(frame, message);
          if (arriving !== undefined) authenticator.receive(arriving);
        });
      },
      installPairwise: (ptk, from, format, direction) =>
        installed.push({ side: `station ${direction}`, pmk: from.name, tk: tkOf(ptk, format) }),
      installGroup: key => groupKeys.push(key),
      deauthenticate: reason => deauthentications.push({ side: 'station', reason, time: clock.now }),
      note: () => {},
    },
  });
  supplicant.reset({ ...rsne, ...(options.stationRsne && { station: options.stationRsne }) });
  const order = (): string => crossings.map(c => c.message).join(' ');
  return {
    clock,
    authenticator,
    supplicant,
    crossings,
    installed,
    groupKeys,
    /** The BSS has other group keys. */
    renew: (keys: readonly GroupKey[]): void => {
      inUse = groupKeySet(keys, rsne.accessPoint);
      authenticator.renewGroupKeys();
    },
    deauthentications,
    wrongMics,
    offered,
    order,
  };
};

describe('4-way handshake', () => {
  it('gives both sides one TK, and the station the group keys with their packet numbers', () => {
    const run = connect();
    run.authenticator.start(first);
    run.clock.run();
    expect(run.order()).toBe('M1 M2 M3 M4');
    expect(run.installed.map(i => i.side)).toEqual(['station transmit', 'station receive', 'ap']);
    for (const { tk, pmk: from } of run.installed) {
      expect(tk).toEqual(run.installed[0]!.tk);
      expect(from).toBe('first');
    }
    expect(run.groupKeys).toEqual(run.offered.map(key => (key.kind === 'GTK' ? key : { ...key, pn: 77n })));
    expect(run.deauthentications).toEqual([]);
  });

  it('writes frames as hostapd and wpa_supplicant 2.10 do', () => {
    const run = connect();
    run.authenticator.start(first);
    run.clock.run();
    const fields = run.crossings.map(({ frame }) => {
      const information = ((frame[5]! << 8) | frame[6]!).toString(16).padStart(4, '0');
      const { protocolVersion, keyLength, keyReplayCounter } = decodeEapolKey(frame);
      return [protocolVersion, information, keyLength, keyReplayCounter];
    });
    expect(fields).toEqual([
      [2, '008a', 16, 1n],
      [1, '010a', 0, 1n],
      [2, '13ca', 16, 2n],
      [1, '030a', 0, 2n],
    ]);
  });

  it('answers a repeated M3 with another M4, protected, and installs nothing again', () => {
    let swallowed = 0;
    const run = connect({
      fromStation: (frame, message) => (message === 'M4' && swallowed++ === 0 ? undefined : frame),
    });
    run.authenticator.start(first);
    run.clock.run();
    expect(run.order()).toBe('M1 M2 M3 M4 M3 M4');
    expect(run.crossings.filter(c => c.message === 'M4').map(c => c.isClear)).toEqual([true, false]);
    expect(run.installed.filter(i => i.side === 'station transmit').length).toBe(1);
    const [m3, again] = run.crossings.filter(c => c.message === 'M3');
    expect(again!.time - m3!.time).toBe(milliseconds(100));
    expect(run.installed.at(-1)!.side).toBe('ap');
  });

  it('repeats M3 after 100 ms, though it learns of the Ack of M1 behind M2', () => {
    let swallowed = 0;
    const run = connect({
      acknowledgedAfter: 6,
      fromStation: (frame, message) => (message === 'M4' && swallowed++ === 0 ? undefined : frame),
    });
    run.authenticator.start(first);
    run.clock.run();
    const m3 = run.crossings.filter(c => c.message === 'M3').map(c => c.time / MILLISECOND);
    expect(m3).toEqual([4, 104]);
  });

  it('passes over an M2 that answers the handshake before', () => {
    const run = connect();
    run.authenticator.start(first);
    // M2 is on its way.
    run.clock.after(milliseconds(3), () => {
      run.supplicant.setPmk(second);
      run.authenticator.start(second);
    });
    run.clock.run();
    expect(run.order()).toBe('M1 M2 M1 M2 M3 M4');
    expect(run.wrongMics).toEqual([]);
  });

  it('repeats an M1 that is not acknowledged after 100 ms, with one SNonce in the answers', () => {
    let count = 0;
    const run = connect({ isAcknowledged: false, fromStation: frame => (++count < 3 ? undefined : frame) });
    run.authenticator.start(first);
    run.clock.run(milliseconds(3000));
    const m1 = run.crossings.filter(c => c.message === 'M1').map(c => c.time / MILLISECOND);
    expect(m1).toEqual([0, 100, 1100]);
    const nonces = run.crossings
      .filter(c => c.message === 'M2')
      .map(c => decodeEapolKey(c.frame).keyNonce.join());
    expect(new Set(nonces).size).toBe(1);
    expect(run.installed.length).toBe(3);
  });

  it('drops an M2 with a wrong MIC, and knows which key would have made it right', () => {
    const run = connect({ takesNewPmkInPlace: false });
    run.authenticator.start(second);
    run.clock.run();
    expect(run.order()).toBe('M1 M2 M1 M2 M1 M2 M1 M2');
    expect(run.wrongMics).toEqual(new Array(4).fill({ tried: 'second', fits: [true, false] }));
    expect(run.deauthentications).toEqual([{ side: 'ap', reason: 15, time: milliseconds(4002) }]);
    expect(run.installed).toEqual([]);
  });

  it('succeeds when the new PMK comes between two tries', () => {
    const run = connect();
    run.authenticator.start(second);
    run.clock.after(milliseconds(1500), () => run.supplicant.setPmk(second));
    run.clock.run();
    expect(run.order()).toBe('M1 M2 M1 M2 M1 M2 M3 M4');
    expect(run.installed.map(i => i.pmk)).toEqual(['second', 'second', 'second']);
  });

  it('is not answered where M1 names another PMK', () => {
    const run = connect({ sendsPmkid: true });
    run.authenticator.start(second);
    run.clock.run();
    expect(run.order()).toBe('M1 M1 M1 M1');
    const right = connect({ sendsPmkid: true });
    right.authenticator.start(first);
    right.clock.run();
    expect(right.order()).toBe('M1 M2 M3 M4');
  });

  it('ends with reason 17 where M3 has another RSNE than the beacon', () => {
    const run = connect({
      accessPointRsne: accessPointRsne({ ...policy, groupManagementCipher: undefined }),
    });
    run.authenticator.start(first);
    run.clock.run(milliseconds(50));
    expect(run.deauthentications[0]).toMatchObject({ side: 'station', reason: 17 });
    expect(run.installed).toEqual([]);
  });

  it('ends with reason 2 where M2 has another RSNE than the association request', () => {
    const run = connect({ stationRsne: stationRsne({ ...policy, groupManagementCipher: undefined }) });
    run.authenticator.start(first);
    run.clock.run();
    expect(run.deauthentications[0]).toMatchObject({ side: 'ap', reason: 2 });
  });

  it.each(['M2', 'M3', 'M4'])('does not go on from a %s with a flipped bit', message => {
    const flip = (frame: Uint8Array, which: string): Uint8Array => {
      const copy = frame.slice();
      if (which === message) copy[copy.length - 1]! ^= 1;
      // The last octet of M4 is that of its key data length, which cannot be flipped unseen: the MIC's first is.
      if (which === message && message === 'M4') {
        copy[copy.length - 1]! ^= 1;
        copy[81]! ^= 1;
      }
      return copy;
    };
    const run = connect({ fromAp: flip, fromStation: flip });
    run.authenticator.start(first);
    run.clock.run();
    expect(run.installed.some(i => i.side === 'ap')).toBe(false);
    expect(run.deauthentications).toMatchObject([{ side: 'ap', reason: 15 }]);
  });

  it('ignores a replay counter that does not grow, and octets that are no frame', () => {
    const run = connect();
    run.authenticator.start(first);
    run.clock.run();
    const before = run.crossings.length;
    run.supplicant.receive(run.crossings[2]!.frame);
    run.supplicant.receive(Uint8Array.of(2, 3, 0));
    run.authenticator.receive(Uint8Array.of(2, 3, 0));
    run.authenticator.receive(run.crossings[3]!.frame);
    run.clock.run();
    expect(run.crossings.length).toBe(before);
  });

  it('ignores an M3 for another ANonce though its MIC is right', () => {
    const run = connect({
      fromAp(frame, message) {
        if (message !== 'M3') return frame;
        const [aNonce, sNonce] = run.crossings.map(c => decodeEapolKey(c.frame).keyNonce);
        const nonces = { aNonce: aNonce!, sNonce: sNonce! };
        const suites = { akm: policy.akm, cipher: policy.pairwiseCipher };
        const { kck } = derivePtk({ ...suites, pmk: first.key, aa, spa, ...nonces });
        expect(signEapolKey('hmac-sha1-128', kck, frame)).toEqual(frame);
        const keyNonce = new Uint8Array(32).fill(9);
        return signEapolKey('hmac-sha1-128', kck, encodeEapolKey({ ...decodeEapolKey(frame), keyNonce }));
      },
    });
    run.authenticator.start(first);
    run.clock.run();
    expect(run.order()).toBe('M1 M2 M3 M3 M3 M3');
  });
});

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

  it('does not start before there is a PTK', () => {
    const run = connect();
    run.renew(renewed);
    run.clock.run();
    expect(run.order()).toBe('');
  });
});
