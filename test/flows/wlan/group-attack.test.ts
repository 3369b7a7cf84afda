import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { ADDRESS_1, FRAME_TYPE, frameType, isProtected } from '../../../src/codecs/dot11/header.js';
import { isGroupAddress } from '../../../src/codecs/dot11/mac.js';
import { radiotapLength } from '../../../src/codecs/dot11/radiotap.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { decryptMpdu, prepareKey } from '../../../src/crypto/mpdu.js';
import type { Overrides } from '../../../src/flows/index.js';
import { validator } from '../../../src/validate/index.js';
import { commentsOf } from '../events.js';
import { type Played, play } from '../play.js';

const name = 'attack-group-key-reinstallation';
const AGAIN = 'attacker: sends this frame to all again';
const TAKEN = 'the UE takes this group addressed frame once more';
const DROPPED = 'dropped: no key in use opens it, or its packet number is not new';

const mpduOf = ({ bytes }: Packet): Uint8Array => bytes.subarray(radiotapLength(bytes));

/** A frame to all, opened under the GTK of the run that opens it. */
interface ToAll {
  readonly packet: Packet;
  readonly keyId: number;
  readonly pn: bigint;
}

const toAllIn = ({ packets, keys }: Played, cipher = '00-0F-AC:4'): readonly ToAll[] => {
  const gtks = keys.gtks.map(({ keyId, hex }) => ({ keyId, key: prepareKey(cipher, fromHex(hex)) }));
  return packets.flatMap(packet => {
    const mpdu = mpduOf(packet);
    if (!isProtected(mpdu) || !isGroupAddress(mpdu, ADDRESS_1)) return [];
    if (frameType(mpdu) !== FRAME_TYPE.data) return [];
    const opened = gtks.flatMap(({ keyId, key }) => {
      const frame = decryptMpdu(key, mpdu);
      return frame === undefined ? [] : [{ packet, keyId, pn: frame.pn }];
    });
    expect(opened.length).toBe(1);
    return opened;
  });
};

const keyFrames = ({ report }: Played) =>
  report.sessions[0]!.eapolKeyFrames.map(f => [f.message, f.replayCounter, f.protected, f.mic]);

const replays = (played: Played): readonly (readonly string[])[] =>
  played.packets.flatMap(({ comments = [] }) => (comments.includes(AGAIN) ? [comments] : []));

describe(name, () => {
  const played = play(name);
  const withheld = [
    ['M1', '1', false, 'none'],
    ['M2', '1', false, 'valid'],
    ['M3', '2', false, 'valid'],
    ['M4', '2', false, 'valid'],
    ['G1', '3', true, 'valid'],
    ['G2', '3', true, 'valid'],
    ['G1', '4', true, 'valid'],
    ['G2', '4', true, 'valid'],
  ];

  it('the UE answers G1, and the G1 that is handed over 6 s after the WT sent it again', () => {
    expect(keyFrames(played)).toEqual(withheld);
  });

  it('comments on the turning points', () => {
    expect(commentsOf(played).filter(text => /attacker|GTK/.test(text) && text !== AGAIN)).toEqual([
      'the WT hands out GTK with key ID 2',
      'attacker: keeps G2 from the access point, and acknowledges it in its name',
      'attacker: lets the G2 through that it kept, now that it has the G1 that came again',
      'the UE has taken GTK with key ID 2',
      'attacker: hands over the G1 that it has withheld for 6 s',
      'the UE installs GTK with key ID 2 again: its receive counter goes back',
    ]);
  });

  it('the WT sends to all under the new GTK once the UE has confirmed it, and never uses a packet number again', () => {
    const own = toAllIn(played).filter(({ packet }) => packet.comments?.includes(AGAIN) !== true);
    for (const keyId of [1, 2]) {
      const pns = own.flatMap(one => (one.keyId === keyId ? [one.pn] : []));
      expect(pns.length).toBeGreaterThan(15);
      expect(pns).toEqual(pns.map((_, i) => BigInt(i + 1)));
    }
    const through = played.packets.findIndex(p => p.comments?.includes('the UE has taken GTK with key ID 2'));
    for (const { packet, keyId } of own) expect(keyId).toBe(played.packets.indexOf(packet) < through ? 1 : 2);
  });

  it('frames to all are sent again octet for octet, and the UE takes each', () => {
    const all = toAllIn(played);
    const again = all.filter(({ packet }) => packet.comments?.includes(AGAIN));
    expect(again.map(({ keyId, pn }) => [keyId, pn])).toEqual(
      Array.from({ length: 10 }, (_, i) => [2, BigInt(i + 1)]),
    );
    for (const { packet, pn } of again) {
      const first = all.find(one => one.keyId === 2 && one.pn === pn)!.packet;
      expect(first).not.toBe(packet);
      expect(toHex(mpduOf(packet))).toBe(toHex(mpduOf(first)));
    }
    expect(replays(played)).toEqual(new Array(10).fill([AGAIN, TAKEN]));
    expect(commentsOf(played).filter(text => text === TAKEN).length).toBe(10);
  });

  it('user data is not disturbed', () => {
    for (const flow of [played.measures.ues[0]!.uplink, played.measures.ues[0]!.downlink])
      expect(flow).toMatchObject({ lost: 0, reordered: 0 });
  });

  it('fails with a UE that does not install a GTK again, though all that is on the air is the same', () => {
    const defended = play(name, { reinstallsGroupKeys: false });
    expect(keyFrames(defended)).toEqual(withheld);
    expect(replays(defended)).toEqual(new Array(10).fill([AGAIN, DROPPED]));
    expect(commentsOf(defended)).toContain('the UE has GTK with key ID 2 already, and leaves it as it is');
    expect(commentsOf(defended)).not.toContain(TAKEN);
    expect(defended.measures.ues[0]!.outcome).toBe('associated');
    expect(defended.packets.map(({ bytes }) => toHex(bytes))).toEqual(
      played.packets.map(({ bytes }) => toHex(bytes)),
    );
    expect(defended.report.findings).toEqual(played.report.findings);
  });

  it('without the attacker to send again, nothing is taken twice', () => {
    const quiet = play(name, { sentAgain: 0 });
    expect(commentsOf(quiet)).not.toContain(TAKEN);
    expect([...new Set(quiet.report.findings.map(({ rule }) => rule))]).toEqual(['gtk-reinstallation']);
  });

  it('is found with the keys, and nothing else is; without them nothing is', () => {
    expect(played.report.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['gtk-reinstallation', 'warning'],
      ['pn-reuse', 'error'],
    ]);
    const { packet, report } = validator();
    for (const each of played.packets) packet(each);
    expect(report().findings).toEqual([]);
  });

  it.each([
    [{ pairwiseCipher: '00-0F-AC:9', groupCipher: '00-0F-AC:9' }, '00-0F-AC:9'],
    [{ loss: 0.05 }, '00-0F-AC:4'],
    [{ akm: '00-0F-AC:6', managementFrameProtection: true }, '00-0F-AC:4'],
  ])('is the same with %o', (overrides: Overrides, cipher) => {
    const other = play(name, overrides);
    expect(other.measures.ues[0]!.outcome).toBe('associated');
    expect(toAllIn(other, cipher).length).toBeGreaterThan(100);
    expect(commentsOf(other).filter(text => text === TAKEN).length).toBeGreaterThan(5);
    const defended = play(name, { ...overrides, reinstallsGroupKeys: false });
    expect(defended.measures.ues[0]!.outcome).toBe('associated');
    expect(replays(defended).length).toBe(10);
    expect(commentsOf(defended)).not.toContain(TAKEN);
  });

  it('asks for a renewal before the end of the run', () => {
    expect(() => play(name, { renewalAfterMs: 10_000 })).toThrow(EncodeError);
  });
});
