import { deepStrictEqual } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { decodeEapolKey, encodeEapolKey, fromHex } from '../dist/codecs/index.js';
import { nanoseconds, table } from './measure.js';

/** An M2 of descriptor version 2 with an RSNE of 22 octets: 121 octets. */
const frame = fromHex(
  `01 03 0075 02 010a 0000 0000000000000001 ${'5a'.repeat(32)} ${'00'.repeat(32)} ${'c3'.repeat(16)}
   0016 30140100000fac040100000fac040100000fac020000`,
);

/** The shortest decoder that gives the same value. */
function handDecode(b) {
  const d = new DataView(b.buffer, b.byteOffset, b.length);
  const i = d.getUint16(5);
  const n = d.getUint16(97);
  return {
    protocolVersion: d.getUint8(0),
    descriptorType: d.getUint8(4),
    keyInformation: {
      reserved: i >> 14,
      smkMessage: (i & 0x2000) !== 0,
      encryptedKeyData: (i & 0x1000) !== 0,
      request: (i & 0x800) !== 0,
      error: (i & 0x400) !== 0,
      secure: (i & 0x200) !== 0,
      keyMic: (i & 0x100) !== 0,
      keyAck: (i & 0x80) !== 0,
      install: (i & 0x40) !== 0,
      keyIndex: (i >> 4) & 3,
      keyType: (i >> 3) & 1,
      keyDescriptorVersion: i & 7,
    },
    keyLength: d.getUint16(7),
    keyReplayCounter: d.getBigUint64(9),
    keyNonce: b.subarray(17, 49),
    eapolKeyIv: b.subarray(49, 65),
    keyRsc: b.subarray(65, 73),
    reserved: b.subarray(73, 81),
    keyMic: b.subarray(81, 97),
    keyData: b.subarray(99, 99 + n),
    padding: b.subarray(99 + n),
  };
}

function handEncode(v) {
  const b = new Uint8Array(99 + v.keyData.length + v.padding.length);
  const d = new DataView(b.buffer);
  const k = v.keyInformation;
  d.setUint8(0, v.protocolVersion);
  d.setUint8(1, 3);
  d.setUint16(2, 95 + v.keyData.length);
  d.setUint8(4, v.descriptorType);
  d.setUint16(
    5,
    (k.reserved << 14) |
      (k.smkMessage ? 0x2000 : 0) |
      (k.encryptedKeyData ? 0x1000 : 0) |
      (k.request ? 0x800 : 0) |
      (k.error ? 0x400 : 0) |
      (k.secure ? 0x200 : 0) |
      (k.keyMic ? 0x100 : 0) |
      (k.keyAck ? 0x80 : 0) |
      (k.install ? 0x40 : 0) |
      (k.keyIndex << 4) |
      (k.keyType << 3) |
      k.keyDescriptorVersion,
  );
  d.setUint16(7, v.keyLength);
  d.setBigUint64(9, v.keyReplayCounter);
  b.set(v.keyNonce, 17);
  b.set(v.eapolKeyIv, 49);
  b.set(v.keyRsc, 65);
  b.set(v.reserved, 73);
  b.set(v.keyMic, 81);
  d.setUint16(97, v.keyData.length);
  b.set(v.keyData, 99);
  b.set(v.padding, 99 + v.keyData.length);
  return b;
}

/** Runs in a process of its own, with generated code or without, and prints nanoseconds as JSON. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const value = decodeEapolKey(frame);
  deepStrictEqual(handDecode(frame), value);
  deepStrictEqual(handEncode(value), frame);
  deepStrictEqual(encodeEapolKey(value), frame);
  console.log(
    JSON.stringify({
      handDecode: nanoseconds(() => handDecode(frame)),
      decode: nanoseconds(() => decodeEapolKey(frame)),
      handEncode: nanoseconds(() => handEncode(value)),
      encode: nanoseconds(() => encodeEapolKey(value)),
    }),
  );
}

export function benchEapolKey() {
  const run = (...flags) => {
    const { stdout } = spawnSync(process.execPath, [...flags, fileURLToPath(import.meta.url)], {
      encoding: 'utf8',
    });
    return JSON.parse(stdout);
  };
  const compiled = run();
  const interpreted = run('--disallow-code-generation-from-strings');
  const row = (what, ns, by, aim) => [
    what,
    `${ns.toFixed(0)} ns`.padStart(8),
    `${(ns / by).toFixed(2)} times`,
    aim === undefined ? '' : `aim: within ${aim}`,
  ];
  table('EAPOL-Key frame of 121 octets', [
    row('decode, hand-written with DataView', compiled.handDecode, compiled.handDecode),
    row('decode, layout compiled', compiled.decode, compiled.handDecode, 3.5),
    row('decode, layout interpreted', interpreted.decode, interpreted.handDecode),
    row('encode, hand-written with DataView', compiled.handEncode, compiled.handEncode),
    row('encode, layout', compiled.encode, compiled.handEncode, 2),
  ]);
}
