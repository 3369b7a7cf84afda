import { describe, expect, it } from 'vitest';
import captured from '../../fixtures/vectors/captured-frames.json' with { type: 'json' };
import hierarchy from '../../fixtures/vectors/hierarchy.json' with { type: 'json' };
import annex from '../../fixtures/vectors/ieee80211-annex.json' with { type: 'json' };
import keys from '../../fixtures/vectors/keys.json' with { type: 'json' };
import rfc from '../../fixtures/vectors/rfc.json' with { type: 'json' };
import ccm from '../../fixtures/vectors/wycheproof-aes-ccm.json' with { type: 'json' };
import { decodeEapolKey } from '../../src/codecs/dot11/index.js';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex } from '../../src/codecs/hex.js';
import { openGcm, sealGcm } from '../../src/crypto/gcm.js';
import { type HashName, hmac } from '../../src/crypto/hash.js';
import * as crypto from '../../src/crypto/index.js';
import { fakes, realms, shown, TEXT } from '../realm.js';

/** Octets from digits, in whatever realm. */
type Octets = (hex: string) => Uint8Array;

const handshake = captured.handshakes[0]!;
const m3 = captured.handshakes.flatMap(h =>
  h.eapol.filter(e => e.message === 'M3').map(e => ({ ...h, ...e })),
)[0]!;
const [lte, wlan, pdcp, mic, wrap] = [keys['3gpp'], keys.wlan, keys.pdcp, keys.eapolMic, keys.keyWrap].map(
  ([first]) => first,
) as [
  (typeof keys)['3gpp'][0],
  (typeof keys.wlan)[0],
  (typeof keys.pdcp)[0],
  (typeof keys.eapolMic)[0],
  (typeof keys.keyWrap)[0],
];
const ft = hierarchy.ft[0]!;
const [key16, key32] = ['000102030405060708090a0b0c0d0e0f', '5a'.repeat(32)];
const tkip = { tk: key32, mpdu: `0802000002000000000102000000000202000000000300 10 aaaa03000000888e0103` };
const input = { count: pdcp.count, bearer: pdcp.bearer, direction: pdcp.direction as 0 | 1 };
const hashes: readonly HashName[] = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];

/** Every routine of {@link crypto} that octets go into, by the names of those that it calls. */
const routines: Readonly<Record<string, (of: Octets) => unknown>> = {
  aesKey: of => crypto.aesKey(of(key16)).schedule.join(),
  aesCmac: of => rfc.rfc4493.map(v => crypto.aesCmac(of(v.key), of(v.message))),
  hmac: of => hashes.map(name => hmac(name, of(key16), of(key32), of('0102'))),
  'hmac with a key longer than a block': of => hashes.map(name => hmac(name, of(key32.repeat(5)), of(key32))),
  prfSha1: of => annex.prf.map(v => crypto.prfSha1(of(v.key), v.label, of(v.data), 40)),
  kdfHash: of => crypto.kdfHash('sha384', of(key32), 'label', of(key16), 48),
  kdf: of => crypto.kdf(of(key32), 0x15, of('01'), of('0001')),
  'deriveKenb deriveNh': of =>
    crypto.deriveNh(of(lte.kasme), { syncInput: crypto.deriveKenb(of(lte.kasme), 0) }),
  deriveKenbStar: of => crypto.deriveKenbStar(of(lte.kenb), { pci: lte.pci, earfcnDl: lte.earfcnDl }),
  deriveAlgorithmKey: of => crypto.deriveAlgorithmKey(of(lte.kenb), 'rrc-int', 2),
  deriveSKwt: of => crypto.deriveSKwt(of(lte.kenb), 2),
  deriveLwipPsk: of => crypto.deriveLwipPsk(of(lte.kenb), 2),
  pskFromPassphrase: of => crypto.pskFromPassphrase({ passphrase: 'password', ssid: of('49454545') }),
  derivePtk: of =>
    hierarchy.ptk.map(v =>
      crypto.derivePtk({
        akm: v.akm,
        cipher: v.cipher,
        pmk: of(v.pmk),
        aa: of(v.aa),
        spa: of(v.spa),
        aNonce: of(v.aNonce),
        sNonce: of(v.sNonce),
      }),
    ),
  ptkParts: of => crypto.ptkParts({ akm: '00-0F-AC:2', cipher: '00-0F-AC:4', ptk: of('5a'.repeat(48)) }),
  pmkid: of => crypto.pmkid({ akm: '00-0F-AC:2', pmk: of(wlan.pmk), aa: of(wlan.aa), spa: of(wlan.spa) }),
  derivePmkR0: of =>
    crypto.derivePmkR0({
      akm: ft.akm,
      xxKey: of(ft.xxKey),
      ssid: of(ft.ssid),
      mdid: of(ft.mdid),
      r0khId: of(ft.r0khId),
      s0khId: of(ft.spa),
    }),
  derivePmkR1: of =>
    crypto.derivePmkR1({
      akm: ft.akm,
      pmkR0: of(ft.pmkR0),
      pmkR0Name: of(ft.pmkR0Name),
      r1khId: of(ft.r1khId),
      s1khId: of(ft.spa),
    }),
  derivePtkFt: of =>
    crypto.derivePtkFt({
      akm: ft.akm,
      cipher: ft.cipher,
      pmkR1: of(ft.pmkR1),
      pmkR1Name: of(ft.pmkR1Name),
      aNonce: of(ft.aNonce),
      sNonce: of(ft.sNonce),
      bssid: of(ft.bssid),
      spa: of(ft.spa),
    }),
  ftMic: of =>
    crypto.ftMic('00-0F-AC:4', of(key16), {
      spa: of(ft.spa),
      aa: of(ft.bssid),
      transaction: 5,
      elements: [of('30020100'), of('3603a1b201')],
    }),
  'wrapKeyData unwrapKeyData': of =>
    keys.keyWrap.map(v => {
      const how = { algorithm: 'aes-key-wrap', kek: of(v.kek) } as const;
      return [crypto.wrapKeyData(how, of(v.keyData)), crypto.unwrapKeyData(how, of(v.wrapped))];
    }),
  'wrapKeyData unwrapKeyData with RC4': of => {
    const how = { algorithm: 'rc4', kek: of(key16), iv: of(key16) } as const;
    return [crypto.wrapKeyData(how, of(wrap.keyData)), crypto.unwrapKeyData(how, of(wrap.keyData))];
  },
  eapolMic: of =>
    (['hmac-md5', 'hmac-sha1-128', 'aes-128-cmac', 'hmac-sha256-128'] as const).map(algorithm =>
      crypto.eapolMic(algorithm, of(mic.kck), of(mic.frameWithZeroMic)),
    ),
  'eapolMicValid signEapolKey': of =>
    (['hmac-sha1-128', 'aes-128-cmac'] as const).map(algorithm => {
      const frame = of(handshake.eapol[0]!.octets);
      const kck = of(handshake.kck);
      const valid = crypto.eapolMicValid(algorithm, kck, frame);
      return [valid, crypto.signEapolKey(algorithm, kck, frame)];
    }),
  'openKeyData messageOf': of => {
    const key = decodeEapolKey(of(m3.octets));
    return [crypto.messageOf(key), crypto.openKeyData(of(m3.kek), key)];
  },
  equalConstantTime: of => [of('01'), of('02')].map(one => crypto.equalConstantTime(one, of('02'))),
  // With tags of 8 octets there are a few of each kind: keys of both lengths; nothing, blocks and a part of one to seal.
  'sealCcm openCcm': of =>
    ccm
      .filter(v => v.result === 'valid' && v.tag.length === 2 * 8)
      .map(v => {
        const [key, nonce, aad] = [of(v.key), of(v.nonce), of(v.aad)];
        const tagLength = v.tag.length / 2;
        return [
          crypto.sealCcm(key, nonce, aad, of(v.msg), tagLength),
          crypto.openCcm(key, nonce, aad, of(v.ct + v.tag), tagLength),
        ];
      }),
  'sealGcm openGcm': of => {
    const nonce = 'cafebabefacedbaddecaf888';
    const sealed = sealGcm(fromHex(key16), fromHex(nonce), fromHex('01'), fromHex(key32));
    return [
      sealGcm(of(key16), of(nonce), fromHex('01'), of(key32)),
      openGcm(of(key16), of(nonce), fromHex('01'), of(Buffer.from(sealed).toString('hex'))),
    ];
  },
  'decryptCcmp encryptCcmp': of =>
    captured.protected.slice(0, 9).map(v => {
      const opened = crypto.decryptCcmp(of(v.tk), of(v.mpdu))!;
      const clear = of(v.mpdu.slice(0, 2 * opened.headerLength) + v.plaintext);
      return [opened, crypto.encryptCcmp(of(v.tk), clear, opened.pn, opened.keyId)];
    }),
  'prepareKey decryptMpdu encryptMpdu readMpduHeader readSecurityHeader': of =>
    annex.mpdu.map(v => {
      const key = crypto.prepareKey(v.cipher, of(v.tk));
      const header = crypto.readMpduHeader(of(v.protected))!;
      return [
        header,
        crypto.readSecurityHeader(of(v.protected), header, 'ccmp'),
        crypto.decryptMpdu(key, of(v.protected)),
        crypto.encryptMpdu(key, of(v.clear), BigInt(v.pn), v.keyId),
      ];
    }),
  'decryptGcmp encryptGcmp': of => {
    const clear = '8841d50002e41b7a90010213c55d08f202e41b7a900110000000 aaaa03000000080045';
    const sealed = crypto.encryptGcmp(fromHex(key32), fromHex(clear), 5n, 1);
    return [
      crypto.encryptGcmp(of(key32), of(clear), 5n, 1),
      crypto.decryptGcmp(of(key32), of(Buffer.from(sealed).toString('hex'))),
    ];
  },
  'decryptTkip encryptTkip': of => {
    const sealed = crypto.encryptTkip(fromHex(tkip.tk), fromHex(tkip.mpdu), 1n);
    return [
      crypto.encryptTkip(of(tkip.tk), of(tkip.mpdu), 1n),
      crypto.decryptTkip(of(tkip.tk), of(Buffer.from(sealed).toString('hex'))),
    ];
  },
  'tkipPhase1 tkipPhase2': of =>
    annex.tkipMixing.map(v => {
      const ttak = crypto.tkipPhase1(of(v.tk), of(v.ta), v.tscHigh);
      return [[...ttak], crypto.tkipPhase2(of(v.tk), ttak, v.tscLow)];
    }),
  'michael michaelOfMsdu': of => [
    annex.michael.map(v => crypto.michael(of(v.key), of(v.message))),
    crypto.michaelOfMsdu(of(tkip.tk), {
      mpdu: of(tkip.mpdu),
      header: crypto.readMpduHeader(of(tkip.mpdu))!,
      msdu: of('0102'),
    }),
  ],
  'protectBip checkBip': of =>
    annex.bip.map(v => [
      crypto.protectBip(v.cipher, of(v.igtk), of(v.clear), BigInt(v.ipn), v.keyId),
      crypto.checkBip(v.cipher, of(v.igtk), of(v.protected)),
    ]),
  'eea2 eia2 pdcpCipher pdcpMacI': of => [
    crypto.eea2(of(pdcp.key), input, of(pdcp.message)),
    crypto.eia2(of(pdcp.key), input, of(pdcp.message)),
    crypto.pdcpCipher(2, of(pdcp.key), input, of(pdcp.message)),
    crypto.pdcpMacI(2, of(pdcp.key), input, of(pdcp.message)),
  ],
  'protectSrb unprotectSrb': of => {
    const security = {
      bearer: 0,
      direction: 1,
      integrity: { algorithm: 2, key: of('0123456789abcdef0123456789abcdef') },
      ciphering: { algorithm: 2, key: of('fedcba9876543210fedcba9876543210') },
    } as const;
    return [
      crypto.protectSrb(security, 1, of('2200a4a091200020')),
      crypto.unprotectSrb(security, 0, of('0105e2a4fdf3192a399d4df694')),
    ];
  },
};

/** Routines that no octets go into. */
const withoutOctets = ['akmSuite', 'cipherSuite', 'keyDescriptorVersion', 'micAlgorithmFor', 'micLengthOf'];

it('all routines are among these', () => {
  const tried = new Set([...Object.keys(routines).flatMap(names => names.split(' ')), ...withoutOctets]);
  const all = Object.entries(crypto).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  expect(all.filter(name => !tried.has(name))).toEqual([]);
});

describe.each(realms)('with %s', (_, emigrate) => {
  it.each(Object.entries(routines))('%s: as with octets of this realm', (_, run) => {
    expect(shown(run(hex => emigrate(fromHex(hex))))).toEqual(shown(run(hex => fromHex(hex))));
  });
});

/** All but those that callers do not see, which take what is no octets by its length and its elements. */
const refusing = Object.entries(routines).filter(([names]) => !/^hmac|Gcm/.test(names));
/** A text that is an SSID is meant in UTF-8. */
const takingText: readonly string[] = ['pskFromPassphrase'];

/** Runs a routine with octets, but for its argument number `at`, which `fake` makes of them: how many it has, and what it throws. */
const runWith = (
  run: (of: Octets) => unknown,
  at: number,
  fake: (octets: Uint8Array) => unknown,
): { readonly count: number; readonly thrown: unknown } => {
  let count = 0;
  try {
    run(hex => (count++ === at ? (fake(fromHex(hex)) as Uint8Array) : fromHex(hex)));
  } catch (thrown) {
    return { count, thrown };
  }
  return { count, thrown: undefined };
};

const IS_NO_OCTETS = /must be octets \(Uint8Array\)$|^octets are to be a Uint8Array, not \w+$/;

describe.each(fakes)('with %s', (kind, fake) => {
  it.each(refusing.filter(([names]) => kind !== TEXT || !takingText.includes(names)))(
    '%s: refuses it, whichever argument it is',
    (_, run) => {
      const { count } = runWith(run, -1, fake);
      expect(count).toBeGreaterThan(0);
      for (let at = 0; at < count; at++) {
        const { thrown } = runWith(run, at, fake);
        expect(thrown instanceof EncodeError || thrown instanceof TypeError, `argument ${at}`).toBe(true);
        expect((thrown as Error).message, `argument ${at}`).toMatch(IS_NO_OCTETS);
      }
    },
  );
});

describe('text', () => {
  const text = (length: number): never => 'f'.repeat(length) as never;

  it.each<[string, () => unknown]>([
    ['kenb', () => crypto.deriveSKwt(text(32), 1)],
    ['P0', () => crypto.kdf(new Uint8Array(32), 1, text(3))],
    ['pmk', () => crypto.pmkid({ akm: '00-0F-AC:2', pmk: text(32), aa: text(6), spa: text(6) })],
    ['tk', () => crypto.prepareKey('00-0F-AC:4', text(16))],
    ['key', () => crypto.aesKey(text(16))],
    ['key', () => crypto.prfSha1(text(16), '', new Uint8Array(1), 16)],
    ['context', () => crypto.kdfHash('sha256', new Uint8Array(32), '', text(1), 16)],
  ])('is no %s, though it has the length of one', (path, derive) => {
    expect(derive).toThrow(new EncodeError(path, 'must be octets (Uint8Array)'));
  });

  it('is not equal to another of the same length', () => {
    expect(() => crypto.equalConstantTime(text(4), 'abcd' as never)).toThrow(TypeError);
  });
});
