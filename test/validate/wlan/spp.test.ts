import { expect, it } from 'vitest';
import { encodeAmsdu } from '../../../src/codecs/dot11/index.js';
import { encryptMpdu, prepareKey } from '../../../src/crypto/index.js';
import {
  AP,
  associationRequest,
  associationResponse,
  beacon,
  CIPHER,
  handshake,
  IP_BODY,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  reportOnMpdus,
  STATION,
} from '../peer.js';

const A = key32(0xa1);
const SPP_CAPABLE = 0x04;
/** The RSNE of a side; the second octet of its capabilities is the last. */
const rsneOf = (capable: boolean): Uint8Array =>
  capable ? Uint8Array.of(...RSNE.subarray(0, -1), SPP_CAPABLE) : RSNE;
const withRsne = (frame: Uint8Array, rsne: Uint8Array): Uint8Array => {
  const copy = frame.slice();
  copy.set(rsne, copy.length - rsne.length);
  return copy;
};

/** A QoS data frame of the station with an A-MSDU, its A-MSDU Present bit under the MIC. */
function sppAmsdu(tk: Uint8Array): Uint8Array {
  const body = encodeAmsdu([{ destination: AP, source: STATION, msdu: Uint8Array.from(IP_BODY) }]);
  const clear = Uint8Array.of(0x88, 1, 0, 0, ...AP, ...STATION, ...AP, 0, 0, 0x80, 0, ...body);
  return encryptMpdu(prepareKey(CIPHER, tk), clear, 1n, 0, { spp: true });
}

it.each([
  ['both', true, true, 1],
  ['the AP alone', true, false, 0],
  ['the station alone', false, true, 0],
  ['neither', false, false, 0],
])('an SPP A-MSDU opens where %s may be: AP %s, station %s', (_, ap, station, decrypted) => {
  const { m1, m3, m4, ptk } = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
  const rsne = rsneOf(station);
  const m2 = keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData: rsne, kck: ptk.kck });
  const { sessions } = reportOnMpdus(
    numbered([
      withRsne(beacon(), rsneOf(ap)),
      withRsne(associationRequest(), rsne),
      associationResponse(),
      ...[m1, m2, m3, m4],
      sppAmsdu(ptk.tk),
    ]),
    pmks({ A }),
  );
  expect(sessions[0]!.protectedFrames).toEqual({ decrypted, undecrypted: 1 - decrypted });
});

it('an SPP A-MSDU opens where the capture shows no RSNE of the AP', () => {
  const { m1, m3, m4, ptk } = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
  const keyData = rsneOf(true);
  const m2 = keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData, kck: ptk.kck });
  const { sessions } = reportOnMpdus(numbered([m1, m2, m3, m4, sppAmsdu(ptk.tk)]), pmks({ A }));
  expect(sessions[0]!.protectedFrames).toEqual({ decrypted: 1, undecrypted: 0 });
});
