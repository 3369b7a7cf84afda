import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { decodeXwap, encodeXwap, viewXwap, XwAP, xwapProcedures } from '../../../src/codecs/xwap/index.js';
import { vectors } from './vectors.js';

describe('reference vectors', () => {
  it.each(vectors.map(vector => [vector.name, vector] as const))('%s', (_, { value, aper }) => {
    const pdu = decodeXwap(fromHex(aper));
    expect(XwAP.toJson(pdu)).toEqual(value);
    expect(toHex(encodeXwap(pdu))).toBe(aper);
    expect(toHex(encodeXwap(XwAP.fromJson(JSON.parse(JSON.stringify(value)))))).toBe(aper);
  });

  it('have every message of every procedure', () => {
    const listed = xwapProcedures.flatMap(({ name, procedureCode, messages }) =>
      messages.map(message => [message.name, name, procedureCode, message.outcome].join(' ')),
    );
    const seen = vectors
      .filter(({ procedure }) => procedure !== null)
      .map(v => [v.message, v.procedure, v.procedureCode, v.direction].join(' '));
    expect([...new Set(seen)].sort()).toEqual(listed.sort());
  });

  it('have no abstract syntax errors but unknown content, Error Indications that say nothing, and an erroneously present IE', () => {
    const found = vectors.flatMap(({ name, aper }) =>
      viewXwap(decodeXwap(fromHex(aper))).errors.map(error => `${name}: ${error.kind} ${error.id}`),
    );
    expect(found.sort()).toEqual([
      'ErrorIndication/empty: missing 4',
      'ErrorIndication/minimal: missing 4',
      'WTModificationRequest/cause-extension-value: not-understood 4',
      'WTModificationRequest/cause-unknown-group: not-understood 4',
      'WTModificationRequest/unknown-ie-extension: not-understood 500',
      'WTModificationRequest/unknown-ie-ignore-1001: not-understood 1001',
      'WTModificationRequest/unknown-ie-notify-1002: not-understood 1002',
      'WTModificationRequest/unknown-ie-reject-1000: not-understood 1000',
      'WTStatusRequest/random-1: erroneously-present 24',
    ]);
  });
});
