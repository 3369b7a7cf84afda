import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { decodeEapolKey, type EapolKey } from '../../../src/codecs/dot11/eapol-key.js';
import { decodeElements } from '../../../src/codecs/dot11/element.js';
import { radiotapLength } from '../../../src/codecs/dot11/radiotap.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { eapolMicValid, openKeyData } from '../../../src/crypto/handshake.js';
import { decryptMpdu, prepareKey } from '../../../src/crypto/mpdu.js';
import type { OpenedMpdu } from '../../../src/crypto/mpdu-header.js';
import { createEngine, SECOND } from '../../../src/flows/engine/engine.js';
import { type Overrides, scenarios, simulate } from '../../../src/flows/index.js';
import { setUpWlan } from '../../../src/flows/legs/wlan.js';
import type { Air } from '../../../src/flows/wlan/air.js';
import { keyMessageIn } from '../../../src/flows/wlan/attack.js';
import { payloadOf } from '../../../src/flows/wlan/frames.js';
import { keepM4, withholdAkm, withholdG1 } from '../../../src/flows/wlan/man-in-the-middle.js';
import { rsneIn } from '../../../src/flows/wlan/rsn.js';
import { eventsOf } from '../events.js';
import { wlanDefaults } from '../legs/wlan-values.js';
import { frameOf, type Played, play, run } from '../play.js';

const handshake = ['M1', 'M2', 'M3', 'M4'];

const eapolOf = (played: Played): readonly string[] =>
  eventsOf(played).filter(event => /^M|^deauthentication/.test(event));

const mpduOf = ({ bytes }: Packet): Uint8Array => bytes.subarray(radiotapLength(bytes));

/** The EAPOL-Key frames in clear of a message, whole and decoded. */
const framesOf = (
  { packets }: Pick<Played, 'packets'>,
  message: string,
): { eapol: Uint8Array; key: EapolKey }[] =>
  packets.map(mpduOf).flatMap(mpdu => {
    if (keyMessageIn(mpdu) !== message) return [];
    const eapol = payloadOf(mpdu)!.payload;
    return [{ eapol, key: decodeEapolKey(eapol) }];
  });

/** MIC verdicts of the validator on the M2s of a capture. */
const micsOfM2 = ({ report }: Played): readonly string[] =>
  report.sessions.flatMap(session =>
    session.eapolKeyFrames.filter(frame => frame.message === 'M2').map(frame => frame.mic),
  );

const commentsOf = ({ packets }: Played, about: RegExp): readonly string[] =>
  packets.flatMap(p => p.comments ?? []).filter(comment => about.test(comment));

const errorsOf = ({ report }: Played) => report.findings.filter(f => f.severity === 'error');

describe('attack-flipped-mic', () => {
  const played = play('attack-flipped-mic');

  it('the WT pays no regard to the copy', () => {
    expect(eapolOf(played)).toEqual(['M1', 'M2', 'M2', 'M3', 'M4']);
    expect(micsOfM2(played)).toEqual(['valid', 'invalid']);
    expect(commentsOf(played, /forged|PTK/)).toEqual([
      'forged: one bit of the MIC is flipped',
      'the UE takes the PTK from S-KWT #1 into use',
      'the WT takes the PTK from S-KWT #1 into use',
    ]);
  });

  it('the copy differs by one bit, in the MIC', () => {
    const [original, copy] = framesOf(played, 'M2');
    const differing = [...original!.eapol.keys()].filter(i => original!.eapol[i] !== copy!.eapol[i]);
    expect(differing).toEqual([81]);
    expect(original!.eapol[81]! ^ copy!.eapol[81]!).toBe(1);
    expect(copy!.eapol.length).toBe(original!.eapol.length);
  });
});

describe('attack-forged-m1', () => {
  const played = play('attack-forged-m1');

  it('the UE follows the forged ANonce and no longer answers M3', () => {
    expect(eapolOf(played)).toEqual([
      ...['M1', 'M1', 'M2', 'M2', 'M3', 'M3', 'M3', 'M3'],
      'deauthentication 15',
      ...handshake,
    ]);
  });

  it('the forged M1 has the replay counter of the true one, and an ANonce that no M3 has', () => {
    const [genuine, forged] = framesOf(played, 'M1').map(({ key }) => key);
    expect(forged!.keyReplayCounter).toBe(genuine!.keyReplayCounter);
    expect(toHex(forged!.keyNonce)).not.toBe(toHex(genuine!.keyNonce));
    const nonces = framesOf(played, 'M3').map(({ key }) => toHex(key.keyNonce));
    expect(nonces.slice(0, 4)).toEqual(new Array(4).fill(toHex(genuine!.keyNonce)));
    expect(nonces).not.toContain(toHex(forged!.keyNonce));
  });
});

describe.each(['attack-forged-m1', 'attack-flipped-mic'])('%s among several BSSs', name => {
  it.each([1, 2, 3, 4, 5, 6])('is on the air of those that it is meant for, seed %i', seed => {
    const overrides = { ues: 16, ueSpacingMs: 0, dataIntervalMs: 0, durationMs: 1500 };
    const forged = run(name, overrides, seed)
      .packets.map(({ comments = [] }) => comments)
      .filter(comments => comments.some(text => text.startsWith('forged: ')));
    expect(forged.length).toBeGreaterThan(0);
    expect(forged.some(comments => !comments.includes('the receiver misses this frame'))).toBe(true);
  });
});

describe('attack-wrong-pmk', () => {
  const played = play('attack-wrong-pmk');

  it('no M3 ever', () => {
    expect(eapolOf(played)).toEqual([
      ...['M1', 'M2', 'M1', 'M2', 'M1', 'M2', 'M1', 'M2'],
      'deauthentication 15',
    ]);
  });

  it('each M2 is right under the key of the UE alone', () => {
    const verdicts = played.report.sessions[0]!.eapolKeyFrames.filter(f => f.message === 'M2');
    expect(verdicts.map(f => f.pmk)).toEqual(new Array(4).fill('S-KWT #1'));
    expect(played.keys.pmks.map(pmk => [pmk.name, ...Object.keys(pmk.from)])).toEqual([
      ['S-KWT #1', 'ue'],
      ['S-KWT #2', 'wt'],
    ]);
  });
});

/** A protected frame of a direction, opened under the only TK of the run. */
interface Opened extends OpenedMpdu {
  readonly mpdu: Uint8Array;
  /** Of QoS control; with the address of the transmitter and the packet number it makes the nonce of CCMP. */
  readonly tid: number;
}

const openedOf = (
  { packets, keys }: Played,
  direction: 'toDs' | 'fromDs',
  cipher = '00-0F-AC:4',
): Opened[] => {
  expect(keys.ptks.length).toBe(1);
  const key = prepareKey(cipher, fromHex(keys.ptks[0]!.tk));
  return packets.flatMap((packet, i) => {
    const frame = frameOf(packet);
    if (frame.kind !== 'data' || !frame.frameControl.protectedFrame || !frame.frameControl[direction])
      return [];
    const mpdu = mpduOf(packet);
    const opened = decryptMpdu(key, mpdu);
    if (opened === undefined) throw new Error(`packet ${i + 1} does not open`);
    return [{ ...opened, mpdu, tid: frame.qosControl?.tid ?? 0 }];
  });
};

/** EAPOL goes as voice does. */
const EAPOL_TID = 7;

/** The EAPOL-Key frame behind LLC and SNAP. */
const eapolOfPlain = ({ plaintext }: Opened): EapolKey => decodeEapolKey(plaintext.subarray(8));

/** Pairs of frames with other content under one packet number of one TID: the earlier one first. */
const reusesIn = (frames: readonly Opened[]): (readonly [Opened, Opened])[] => {
  const seen = new Map<string, Opened>();
  const pairs: (readonly [Opened, Opened])[] = [];
  for (const frame of frames) {
    const nonce = `${frame.tid} ${frame.pn}`;
    const earlier = seen.get(nonce);
    if (earlier === undefined) seen.set(nonce, frame);
    else if (toHex(earlier.plaintext) !== toHex(frame.plaintext)) pairs.push([earlier, frame]);
  }
  return pairs;
};

/** The octets of a CCMP frame that the key stream covers. */
const encrypted = ({ mpdu, headerLength, plaintext }: Opened): Uint8Array =>
  mpdu.subarray(headerLength + 8, headerLength + 8 + plaintext.length);

const xor = (a: Uint8Array, b: Uint8Array): string => toHex(a.map((octet, i) => octet ^ b[i]!));

describe('attack-key-reinstallation', () => {
  const name = 'attack-key-reinstallation';
  const played = play(name);
  const keyFrames = (one: Played) =>
    one.report.sessions[0]!.eapolKeyFrames.map(f => [f.message, f.replayCounter, f.protected, f.mic]);
  const repeatedM3 = [
    ['M1', '1', false, 'none'],
    ['M2', '1', false, 'valid'],
    ['M3', '2', false, 'valid'],
    ['M4', '2', false, 'valid'],
    ['M3', '3', false, 'valid'],
    ['M4', '3', true, 'valid'],
  ];

  it('the WT repeats M3, as it has no M4, and the UE answers it under the PTK', () => {
    expect(keyFrames(played)).toEqual(repeatedM3);
    const [first, second] = framesOf(played, 'M3').map(({ key }) => key);
    expect(toHex(second!.keyNonce)).toBe(toHex(first!.keyNonce));
  });

  it('the packet numbers of the UE start over behind its second M4, under the same TK', () => {
    const uplink = openedOf(played, 'toDs');
    const answerAt = uplink.findIndex(({ tid }) => tid === EAPOL_TID);
    const before = uplink.slice(0, answerAt);
    const after = uplink.slice(answerAt + 1);
    expect(eapolOfPlain(uplink[answerAt]!)).toMatchObject({ keyReplayCounter: 3n });
    expect(after.some(({ tid }) => tid === EAPOL_TID)).toBe(false);
    const count = (from: number, length: number) => Array.from({ length }, (_, i) => BigInt(from + i));
    expect(before.length).toBeGreaterThan(10);
    expect(uplink.slice(0, answerAt + 1).map(one => one.pn)).toEqual(count(1, before.length + 1));
    expect(after.map(one => one.pn)).toEqual(count(1, after.length));

    const reuses = reusesIn(uplink);
    expect(reuses.map(([, later]) => later.pn)).toEqual(before.map(one => one.pn));
    for (const [earlier, later] of reuses) {
      expect(toHex(later.mpdu.subarray(16, 22))).toBe(toHex(earlier.mpdu.subarray(16, 22)));
      // What the attack is for: one key stream twice, so that the sum of the cipher texts is that of the plain texts.
      expect(xor(encrypted(earlier), encrypted(later))).toBe(xor(earlier.plaintext, later.plaintext));
    }
  });

  it('the WT, which installs its key once, never uses a packet number again', () => {
    const downlink = openedOf(played, 'fromDs');
    expect(downlink.length).toBeGreaterThan(100);
    expect(downlink.map(one => one.pn)).toEqual(downlink.map((_, i) => BigInt(i + 1)));
  });

  it('comments on the turning points', () => {
    expect(commentsOf(played, /attacker|PTK|try/)).toEqual([
      'the UE takes the PTK from S-KWT #1 into use',
      'attacker: keeps M4 from the access point, and acknowledges it in its name',
      'M3, try 2 of 4',
      'the UE installs the PTK from S-KWT #1 again: its packet numbers start over',
      'attacker: lets the M4 through that it kept',
      'the WT takes the PTK from S-KWT #1 into use',
    ]);
  });

  it('fails with a UE that does not install a key again', () => {
    const defended = play(name, { reinstallsKeys: false });
    expect(keyFrames(defended)).toEqual(repeatedM3);
    expect(defended.measures.ues[0]!.outcome).toBe('associated');
    const uplink = openedOf(defended, 'toDs');
    expect(uplink.length).toBeGreaterThan(100);
    expect(uplink.map(one => one.pn)).toEqual(uplink.map((_, i) => BigInt(i + 1)));
    expect(errorsOf(defended)).toEqual([]);
  });

  it.each([
    [{ pairwiseCipher: '00-0F-AC:9', groupCipher: '00-0F-AC:9' }, '00-0F-AC:9'],
    [{ loss: 0.1 }, '00-0F-AC:4'],
    [{ akm: '00-0F-AC:6', managementFrameProtection: true }, '00-0F-AC:4'],
  ])('is the same with %o', (overrides: Overrides, cipher) => {
    const other = play(name, overrides);
    expect(other.measures.ues[0]!.outcome).toBe('associated');
    expect(reusesIn(openedOf(other, 'toDs', cipher)).length).toBeGreaterThan(10);
    const defended = play(name, { ...overrides, reinstallsKeys: false });
    expect(defended.measures.ues[0]!.outcome).toBe('associated');
    expect(reusesIn(openedOf(defended, 'toDs', cipher))).toEqual([]);
  });
});

describe('attack-downgraded-rsne', () => {
  const name = 'attack-downgraded-rsne';
  const played = play(name);

  const akmsIn = (rsne: Uint8Array | undefined): readonly string[] => {
    const element = rsne && decodeElements(rsne)[0];
    return element?.element === 'RSN' ? (element.akms ?? []) : [];
  };

  /** The RSNEs of management frames of a kind. */
  const rsnesOf = ({ packets }: Pick<Played, 'packets'>, kind: string): readonly Uint8Array[] =>
    packets.flatMap(packet => {
      const frame = frameOf(packet);
      return frame.kind === kind && 'elements' in frame ? [rsneIn(frame.elements ?? [])!] : [];
    });

  /** The RSNE in the key data of the first M3, which only the WT and the UE can have made. */
  const rsneOfM3 = (one: Played): Uint8Array => {
    const ptk = fromHex(one.report.sessions[0]!.keys.find(key => key.kind === 'ptk')!.hex!);
    const { eapol, key } = framesOf(one, 'M3')[0]!;
    expect(eapolMicValid('hmac-sha1-128', ptk.subarray(0, 16), eapol)).toBe(true);
    const keyData = openKeyData(ptk.subarray(16, 32), key)!;
    return keyData.subarray(0, 2 + keyData[1]!);
  };

  it('the UE takes the weaker AKM, as nothing else is announced', () => {
    for (const kind of ['beacon', 'probe-response'])
      expect(new Set(rsnesOf(played, kind).map(rsne => akmsIn(rsne).join()))).toEqual(
        new Set(['00-0F-AC:2']),
      );
    expect(rsnesOf(played, 'association-request').map(akmsIn)).toEqual([['00-0F-AC:2']]);
    expect(played.report.sessions[0]!.akm).toBe('00-0F-AC:2');
  });

  it('M3 has the RSNE of the WT, and the UE deauthenticates with reason 17', () => {
    expect(akmsIn(rsneOfM3(played))).toEqual(['00-0F-AC:2', '00-0F-AC:6']);
    expect(eapolOf(played)).toEqual(['M1', 'M2', 'M3', 'deauthentication 17']);
    const last = played.packets.map(frameOf).find(frame => frame.kind === 'deauthentication')!;
    expect(toHex(last.address2)).toBe(played.keys.pmks[0]!.station.replaceAll(':', ''));
    expect(new Set(commentsOf(played, /attacker|RSNE/))).toEqual(
      new Set([
        'attacker: takes AKM 00-0F-AC:6 out of the RSNE',
        'the RSNE of M3 is not that of the beacon: the UE deauthenticates (12.7.6.4)',
      ]),
    );
  });

  it('goes the same way each time, and the UE waits ever longer', () => {
    const long = play(name, { durationMs: 32_000 });
    const once = ['M1', 'M2', 'M3', 'deauthentication 17'];
    expect(eapolOf(long)).toEqual([...once, ...once, ...once]);
    expect(long.measures.ues[0]).toMatchObject({ outcome: 'failed', associations: 3 });
  });

  it('succeeds with a UE that does not compare: user data flows under the weaker AKM', () => {
    const fooled = play(name, { ignoresRsne: true });
    expect(eapolOf(fooled)).toEqual(handshake);
    expect(toHex(rsneOfM3(fooled))).not.toBe(toHex(rsnesOf(fooled, 'beacon')[0]!));
    expect(fooled.measures.ues[0]!.outcome).toBe('associated');
    expect(fooled.report.sessions[0]).toMatchObject({ akm: '00-0F-AC:2' });
    expect(openedOf(fooled, 'toDs').length).toBeGreaterThan(100);
  });

  it('does not come about with nobody in the middle: the UE takes the stronger AKM', () => {
    const { packets, measures } = simulate({
      ...scenarios.find(s => s.name === name)!,
      play: stage =>
        setUpWlan(stage, { ...wlanDefaults, akm: '00-0F-AC:6' }, { weakerAkm: '00-0F-AC:2' }).playFor(SECOND),
    });
    const undisturbed = { packets: [...packets] };
    expect(akmsIn(rsnesOf(undisturbed, 'probe-response')[0])).toEqual(['00-0F-AC:2', '00-0F-AC:6']);
    expect(rsnesOf(undisturbed, 'association-request').map(akmsIn)).toEqual([['00-0F-AC:6']]);
    expect(framesOf(undisturbed, 'M2')[0]!.key.keyInformation.keyDescriptorVersion).toBe(3);
    expect(measures().ues[0]!.outcome).toBe('associated');
  });

  it('asks for another AKM to downgrade to', () => {
    expect(() => play(name, { weakerAkm: '00-0F-AC:6' })).toThrow(EncodeError);
  });
});

it.each([
  ['keepM4', keepM4(() => {})],
  ['withholdG1', withholdG1({ clock: createEngine(), note() {}, delay: 1, most: 1 })],
  ['withholdAkm', withholdAkm('00-0F-AC:8')],
] as const)('%s: what an access point drops for one station, it drops for that alone', (_, between) => {
  const dropped: unknown[] = [];
  const air: Air = {
    attach() {},
    transmit() {},
    drop: (...ends) => dropped.push(ends),
  };
  const [ap, station] = [Uint8Array.of(2, 0, 0, 0, 0, 1), Uint8Array.of(2, 0, 0, 0, 16, 1)];
  between(air).drop(ap, station);
  expect(dropped).toEqual([[ap, station]]);
});
