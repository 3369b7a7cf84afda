import { describe, expect, it } from 'vitest';
import { decodeEapolKey, encodeEapolKey } from '../../../src/codecs/dot11/eapol-key.js';
import { signEapolKey } from '../../../src/crypto/handshake.js';
import { derivePtk } from '../../../src/crypto/ptk.js';
import { MILLISECOND } from '../../../src/flows/engine/engine.js';
import { accessPointRsne, stationRsne } from '../../../src/flows/wlan/rsn.js';
import { aa, connect, first, milliseconds, policy, second, spa } from './peers.js';

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

  it('tries M3 four times, 100 ms and then 1.0 s apart, and ends with reason 15', () => {
    const run = connect({ fromStation: (frame, message) => (message === 'M4' ? undefined : frame) });
    run.authenticator.start(first);
    run.clock.run();
    const times = run.crossings.filter(c => c.message === 'M3').map(c => c.time);
    expect(times.map(time => (time - times[0]!) / MILLISECOND)).toEqual([0, 100, 1100, 2100]);
    expect(run.deauthentications).toEqual([{ side: 'ap', reason: 15, time: times[0]! + milliseconds(3100) }]);
  });

  it('sends nothing more once the station is gone', () => {
    const run = connect({ fromAp: () => undefined });
    run.authenticator.start(first);
    run.clock.run(milliseconds(50));
    run.authenticator.stop();
    run.clock.run();
    expect([run.order(), run.deauthentications]).toEqual(['M1', []]);
  });

  it('installs no key for an association that has ended before M4 was acknowledged', () => {
    const run = connect();
    run.authenticator.start(first);
    while (!run.order().endsWith('M4')) run.clock.step();
    run.supplicant.reset({ accessPoint: accessPointRsne(policy), station: stationRsne(policy) });
    run.clock.run();
    expect(run.installed.map(({ side }) => side)).toEqual(['station transmit', 'ap']);
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
