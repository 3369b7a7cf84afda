/** A 4-way handshake made by hand, and what the validator says of it. */
import {
  EAPOL_ETHERTYPE,
  type EapolKeyFields,
  type Element,
  eapolKey,
  encodeDot11,
  encodeEapolKey,
  encodeElements,
  encodeKeyData,
  frameControl,
  type KeyDataItem,
  parseMac,
  rsnCapabilities,
  snap,
} from 'lwa-rekey/codecs';
import { derivePtk, signEapolKey, wrapKeyData } from 'lwa-rekey/crypto';
import { validator } from 'lwa-rekey/validate';

const [ap, station] = [parseMac('02:57:54:00:00:01'), parseMac('02:55:45:00:00:01')];
const [akm, cipher] = ['00-0F-AC:2', '00-0F-AC:4'];
const [aNonce, sNonce] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const pmk = new Uint8Array(32).fill(7);
const { kck, kek } = derivePtk({ akm, cipher, pmk, aa: ap, spa: station, aNonce, sNonce });

const rsne: Element = {
  element: 'RSN',
  version: 1,
  groupCipher: cipher,
  pairwiseCiphers: [cipher],
  akms: [akm],
  capabilities: rsnCapabilities({}),
};
const gtk: KeyDataItem = { kde: 'GTK', keyId: 1, tx: false, gtk: new Uint8Array(16).fill(9) };
const all = { keyDescriptorVersion: 2, keyType: 1 };
const signed = (fields: EapolKeyFields) =>
  signEapolKey('hmac-sha1-128', kck, encodeEapolKey(eapolKey(fields)));

const m1 = encodeEapolKey(
  eapolKey({
    keyInformation: { ...all, keyAck: true },
    keyLength: 16,
    keyReplayCounter: 1n,
    keyNonce: aNonce,
  }),
);
const m2 = signed({
  keyInformation: { ...all, keyMic: true },
  keyReplayCounter: 1n,
  keyNonce: sNonce,
  keyData: encodeElements([rsne]),
});
const m3 = signed({
  keyInformation: {
    ...all,
    keyMic: true,
    keyAck: true,
    install: true,
    secure: true,
    encryptedKeyData: true,
  },
  keyLength: 16,
  keyReplayCounter: 2n,
  keyNonce: aNonce,
  keyData: wrapKeyData({ algorithm: 'aes-key-wrap', kek }, encodeKeyData([rsne, gtk])),
});
const m4 = signed({ keyInformation: { ...all, keyMic: true, secure: true }, keyReplayCounter: 2n });

const check = validator({ keys: { pmks: [{ name: 'mine', pmk }] } });
for (const [i, eapol] of [m1, m2, m3, m4].entries()) {
  const fromAp = i % 2 === 0;
  const bytes = encodeDot11({
    kind: 'data',
    frameControl: frameControl('data', fromAp ? { fromDs: true } : { toDs: true }),
    duration: 0,
    address1: fromAp ? station : ap,
    address2: fromAp ? ap : station,
    address3: ap,
    sequenceControl: { fragmentNumber: 0, sequenceNumber: i },
    payload: snap(EAPOL_ETHERTYPE, eapol),
  });
  const time = BigInt(i) * 1_000_000n;
  check.packet({ time, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
}
const { sessions, findings } = check.report();
for (const { message, mic, pmk: under } of sessions[0]?.eapolKeyFrames ?? [])
  console.log(message, mic, under ?? '-');
for (const { message } of findings) console.log(message);
