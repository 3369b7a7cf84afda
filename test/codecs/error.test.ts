import { describe, expect, it } from 'vitest';
import { DecodeError, decodeLlc, EncodeError, fromHex } from '../../src/codecs/index.js';

const thrown = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('errors', () => {
  it.each([
    ['truncated', () => decodeLlc(new Uint8Array(1))],
    ['encode', () => fromHex('0')],
  ])('tell by their code what is wrong, in JSON too: %s', (code, run) => {
    const error = thrown(run) as DecodeError | EncodeError;
    expect(error instanceof DecodeError || error instanceof EncodeError).toBe(true);
    expect(error.code).toBe(code);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      code,
      path: error.path,
      message: error.message,
    });
  });
});
