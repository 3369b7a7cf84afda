import { describe, expect, it } from 'vitest';
import { validator } from '../../../src/validate/index.js';
import { rsneMismatch } from '../../../src/validate/rules/rsne-mismatch.js';
import {
  associationResponse,
  beacon,
  deauthentication,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
} from '../peer.js';
import {
  A,
  asks,
  cipherOf,
  first,
  m2,
  m3,
  RSNXE,
  start,
  told,
  toldLate,
  withElements,
} from '../rules/rsne.js';

describe('an RSNXE that one side alone has', () => {
  const announced = withElements(beacon(), RSNE, RSNXE);
  const asked = [asks(RSNE, RSNXE), associationResponse()];
  const leaves = deauthentication('station', 17);
  const both = m2(Uint8Array.of(...RSNE, ...RSNXE));
  const missingInM3 = 'The RSNXE of the beacon is not in M3 in frame 6';
  const missingInM2 = 'The RSNXE of the association request in frame 2 is not in M2 in frame 5';

  it('is told of M3 where the station ends the association with reason 17', () => {
    const begin = [announced, ...asked, first.m1, both];
    expect(told(...begin, m3(RSNE), leaves)).toEqual([
      `error 6,7: ${missingInM3}; the station ends the association in frame 7, reason 17.`,
    ]);
    expect(told(...start, first.m1, first.m2, m3(RSNE, RSNXE), leaves)).toEqual([
      'error 6,7: The RSNXE of M3 in frame 6 is not in the beacon; the station ends the association in frame 7, reason 17.',
    ]);
    expect(told(...begin, m3(cipherOf(2)), leaves)).toEqual([
      `error 6,7: The RSNE of M3 in frame 6 is not that of the beacon, and the RSNXE of the beacon is not in M3 in frame 6; the station ends the association in frame 7, reason 17.`,
    ]);
    expect(told(...begin, m3(RSNE, RSNXE), leaves)).toEqual([
      expect.stringContaining('though its elements are those of the beacon'),
    ]);
  });

  it('is none of M3 where another end, or none, says nothing of elements', () => {
    const begin = [announced, ...asked, first.m1, both, m3(RSNE)];
    for (const rest of [
      [deauthentication('station', 3)],
      [deauthentication('ap', 17)],
      [first.m4, leaves],
      [],
    ])
      expect(told(...begin, ...rest)).toEqual([]);
  });

  it('is told of M2 where the AP ends the association with reason 17, or at once as hostapd does', () => {
    const begin = [announced, ...asked, first.m1, first.m2];
    for (const reason of [17, 2, 13])
      expect(told(...begin, deauthentication('ap', reason))).toEqual([
        `error 2,5: ${missingInM2}; the AP ends the association in frame 6, reason ${reason}.`,
      ]);
    expect(toldLate(5000, ...begin, deauthentication('ap', 17))).toHaveLength(1);
    expect(toldLate(100, ...begin, deauthentication('ap', 2))).toHaveLength(1);
    expect(told(...start, first.m1, both, deauthentication('ap', 2))).toEqual([
      'error 2,5: The RSNXE of M2 in frame 5 is not in the association request in frame 2; the AP ends the association in frame 6, reason 2.',
    ]);
  });

  it('is none of M2 where the AP may have another reason', () => {
    const begin = [announced, ...asked, first.m1, first.m2];
    expect(toldLate(101, ...begin, deauthentication('ap', 2))).toEqual([]);
    const again = keyFrame({ info: 0x008a, counter: 2, nonce: key32(1) });
    for (const rest of [
      [deauthentication('ap', 15)],
      [deauthentication('ap', 3)],
      [deauthentication('station', 2)],
      [again, deauthentication('ap', 2)],
      [m3(RSNE, RSNXE), deauthentication('ap', 2)],
      [],
    ])
      expect(told(...begin, ...rest)).toEqual([]);
  });

  it('is none where the capture has cut off what may hold it', () => {
    /** Frames of which the `cut`th is captured without the octets behind its RSNE. */
    const cutAt = (cut: number, ...mpdus: readonly Uint8Array[]): readonly string[] => {
      const own = validator({ keys: pmks({ A }) });
      numbered(mpdus).forEach((mpdu, i) => {
        const [bytes, originalLength] =
          i === cut ? [mpdu.subarray(0, -RSNXE.length), mpdu.length + 4] : [mpdu, mpdu.length];
        own.packet({ time: BigInt(i) * 1_000_000n, linkType: 105, bytes, originalLength, interface: 0 });
      });
      return own
        .report()
        .findings.flatMap(({ rule, message }) => (rule === rsneMismatch.id ? [message] : []));
    };
    const of17 = [announced, ...asked, first.m1, both, m3(RSNE, RSNXE), leaves];
    expect(cutAt(0, ...of17)).toEqual([
      'The station ends the association in frame 7, reason 17, after M3 in frame 6, and the capture has cut off the end of the beacon to compare that with.',
    ]);
    expect(cutAt(-1, ...of17)).toEqual([
      expect.stringContaining('though its elements are those of the beacon'),
    ]);
    const refused = [announced, ...asked, first.m1, both];
    expect(cutAt(1, ...refused, deauthentication('ap', 17))).toEqual([
      'The AP ends the association in frame 6, reason 17, after M2 in frame 5, and the capture has cut off the end of the association request to compare that with.',
    ]);
    expect(cutAt(1, ...refused, deauthentication('ap', 2))).toEqual([]);
  });
});
