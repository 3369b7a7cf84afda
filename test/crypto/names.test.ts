import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import * as crypto from '../../src/crypto/index.js';

const [key16, key32] = [new Uint8Array(16).fill(1), new Uint8Array(32).fill(2)];
const frame = new Uint8Array(99);
const mpdu = new Uint8Array(40).fill(0x40, 1, 2).fill(0x20, 27, 28);
const input = { count: 1, bearer: 1, direction: 1 } as const;
const ft = { spa: new Uint8Array(6), aa: new Uint8Array(6), transaction: 5, elements: [] } as const;

/** Names that are none, among them those of what every object has. */
const wrong = [
  'foo',
  'rrc-encc',
  '00-0F-AC:99',
  'toString',
  '__proto__',
  '',
  undefined,
  7,
  ['rrc-enc'],
  { toString: 1 },
];

describe.each(wrong)('as the name of an algorithm %j', name => {
  it.each<[routine: string, path: string, run: (name: never) => unknown]>([
    ['deriveAlgorithmKey', 'type', of => crypto.deriveAlgorithmKey(key32, of, 2)],
    ['ftMic', 'akm', of => crypto.ftMic(of, key16, ft)],
    ['wrapKeyData', 'algorithm', of => crypto.wrapKeyData({ algorithm: of, kek: key16 } as never, key16)],
    ['unwrapKeyData', 'algorithm', of => crypto.unwrapKeyData({ algorithm: of, kek: key16 } as never, key32)],
    ['kdfHash', 'hash', of => crypto.kdfHash(of, key32, 'label', key16, 16)],
    ['micLengthOf', 'algorithm', of => crypto.micLengthOf(of)],
    ['eapolMic', 'algorithm', of => crypto.eapolMic(of, key16, frame)],
    ['eapolMicValid', 'algorithm', of => crypto.eapolMicValid(of, key16, frame)],
    ['signEapolKey', 'algorithm', of => crypto.signEapolKey(of, key16, frame)],
    ['pdcpCipher', 'identity', of => crypto.pdcpCipher(of, key16, input, key16)],
    ['pdcpMacI', 'identity', of => crypto.pdcpMacI(of, key16, input, key16)],
    ['prepareKey', 'cipher', of => crypto.prepareKey(of, key16)],
    ['checkBip', 'cipher', of => crypto.checkBip(of, key16, mpdu)],
    ['protectBip', 'cipher', of => crypto.protectBip(of, key16, mpdu, 1n, 4)],
    ['readSecurityHeader', 'layout', of => crypto.readSecurityHeader(mpdu, crypto.readMpduHeader(mpdu)!, of)],
  ])('is refused: %s', (_, path, run) => {
    expect(() => run(name as never)).toThrow(EncodeError);
    expect(() => run(name as never)).toThrow(new RegExp(`^${path}: `));
  });
});

it('a hash that IEEE 802.11 does not expand keys with is refused: kdfHash', () => {
  for (const hash of ['md5', 'sha1'])
    expect(() => crypto.kdfHash(hash as never, key32, 'label', key16, 16)).toThrow(
      new EncodeError('hash', 'must be sha256, sha384 or sha512'),
    );
});

describe('numbers that are none, or out of range', () => {
  const ttak = (words: unknown) => () => crypto.tkipPhase2(key16, words as never, 1);
  const tag = (length: unknown) => () =>
    crypto.sealCcm(key16, new Uint8Array(13), key16, key16, length as never);

  it.each<[path: string, () => unknown]>([
    ['transaction', () => crypto.ftMic('00-0F-AC:4', key16, { ...ft, transaction: 300 as never })],
    ['transaction', () => crypto.ftMic('00-0F-AC:4', key16, { ...ft, transaction: 2 as never })],
    ['transaction', () => crypto.ftMic('00-0F-AC:4', key16, { ...ft, transaction: 7 as never })],
    ['ttak', ttak(new Uint16Array(4))],
    ['ttak', ttak(new Uint16Array(6))],
    ['ttak', ttak('12345')],
    ['ttak', ttak([1, 2, 3, 4, 0x10000])],
    ['ttak', ttak([1, 2, 3, 4, -1])],
    ['ttak', ttak([1, 2, 3, 4, 0.5])],
    ['ttak', ttak(undefined)],
    ['tagLength', tag('8')],
    ['tagLength', tag(8.5)],
    ['tagLength', tag(NaN)],
    ['tagLength', tag(undefined)],
    ['tagLength', () => crypto.openCcm(key16, new Uint8Array(13), key16, key32, '8' as never)],
    ['bits', () => crypto.eea2(key16, input, key16, '8' as never)],
  ])('%s', (path, run) => {
    expect(run).toThrow(EncodeError);
    expect(run).toThrow(new RegExp(`^${path}: must be `));
  });

  it('keys in their place are not shown', () => {
    for (const run of [
      () => crypto.deriveSKwt(key32, key32 as never),
      () => crypto.encryptCcmp(key16, mpdu, key16 as never),
      () => crypto.eea2(key16, { ...input, count: key16 as never }, key16),
      () => crypto.sealCcm(key16, new Uint8Array(13), key16, key16, key16 as never),
      () => crypto.deriveAlgorithmKey(key32, key16 as never, 2),
      () => crypto.wrapKeyData({ algorithm: key16, kek: key16 } as never, key16),
      () => crypto.tkipPhase2(key16, key16 as never, 1),
      () => crypto.pdcpCipher(key16 as never, key16, input, key16),
      () => crypto.pdcpMacI(key16 as never, key16, input, key16),
      () => crypto.kdfHash(key16 as never, key16, '', key16, 16),
      () => crypto.micLengthOf(key16 as never),
    ]) {
      expect(run).toThrow(EncodeError);
      expect(run).toThrow(/^(?!.*[12],[12])/);
    }
  });
});
