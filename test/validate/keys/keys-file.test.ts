import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/index.js';
import { scenarios, simulate } from '../../../src/flows/index.js';
import { keysOfFile, validate } from '../../../src/validate/index.js';

const hex = 'a1'.repeat(32);
const pmk = { name: 'S-KWT #1', hex };

/** A run of a scenario, with all of its packets and keys. */
function played(name: string) {
  const run = simulate(scenarios.find(one => one.name === name)!);
  return { packets: [...run.packets], keys: run.keys() };
}

/** What is thrown for a file. */
function refusal(file: unknown): EncodeError {
  try {
    keysOfFile(file as Parameters<typeof keysOfFile>[0]);
  } catch (error) {
    expect(error).toBeInstanceOf(EncodeError);
    return error as EncodeError;
  }
  throw new Error('taken');
}

describe('the keys of a keys file', () => {
  it('are those of a run: each handshake of it is complete, and each frame opens', async () => {
    const { packets, keys } = played('rekey-option-2');
    const { sessions, unmatchedKeys } = await validate(packets, { keys: keysOfFile(keys) }).report();
    expect(sessions[0]!.verdict).toContain('complete under S-KWT #1 and S-KWT #2');
    expect(sessions[0]!.protectedFrames.undecrypted).toBe(0);
    expect(unmatchedKeys).toEqual([]);
  });

  it('are those of its JSON, as a page has it from a file', () => {
    const { keys } = played('rekey-option-2');
    expect(keys.kenbs.length).toBeGreaterThan(0);
    expect(keysOfFile(JSON.parse(JSON.stringify(keys)))).toEqual(keysOfFile(keys));
  });

  it('have names, stations, UE ids, cells and the source that they are told of by', () => {
    const file = {
      pmks: [pmk],
      kenbs: [{ name: 'KeNB #1', hex: 'B2'.repeat(32), station: '02:00:00:00:00:01', pdcpUeId: 7, pci: 1 }],
    };
    const octets = (octet: number) => new Uint8Array(32).fill(octet);
    const station = new Uint8Array([2, 0, 0, 0, 0, 1]);
    expect(keysOfFile(file, 'own.json')).toEqual({
      pmks: [{ name: 'S-KWT #1', pmk: octets(0xa1), source: 'own.json' }],
      kenbs: [{ name: 'KeNB #1', kenb: octets(0xb2), station, pdcpUeId: 7, pci: 1, source: 'own.json' }],
    });
    expect(keysOfFile({ pmks: [pmk] })).toEqual({
      pmks: [{ name: 'S-KWT #1', pmk: octets(0xa1), source: 'the keys file' }],
      kenbs: [],
    });
  });

  it('are those of the file together: it is enough that one is right', async () => {
    const { packets, keys } = played('wlan-initial');
    const of = async (...own: readonly { name: string; hex: string }[]) =>
      (await validate(packets, { keys: keysOfFile({ pmks: own }) }).report()).unmatchedKeys;
    expect(await of(pmk, ...keys.pmks)).toEqual([]);
    expect(await of(pmk, { ...pmk, hex: 'b2'.repeat(32) })).toEqual([{ source: 'the keys file', keys: 2 }]);
  });

  it.each([
    ['a name', 'own.keys.json', 'pmks', 'is to be a list, as in a keys file that generate wrote'],
    ['nothing', null, 'pmks', 'is to be a list, as in a keys file that generate wrote'],
    ['no PMKs', {}, 'pmks', 'is to be a list, as in a keys file that generate wrote'],
    ['KeNBs that are no list', { pmks: [], kenbs: {} }, 'kenbs', 'is to be a list, as in a keys'],
    ['no entry', { pmks: [null] }, 'pmks[0]', 'is to have a "name" and a "hex"'],
    ['a hole', { pmks: Array(1) }, 'pmks[0]', 'is to have a "name" and a "hex"'],
    ['no name', { pmks: [{ hex }] }, 'pmks[0]', 'is to have a "name" and a "hex"'],
    ['octets', { pmks: [{ ...pmk, hex: new Uint8Array(32) }] }, 'pmks[0]', 'is to have a "name" and a "hex"'],
    ['no hex', { pmks: [pmk, { ...pmk, hex: `${hex}x` }] }, 'pmks[1].hex', 'the character at position 65'],
    ['half a key', { pmks: [{ ...pmk, hex: 'a1a1' }] }, 'pmks[0].hex', 'a PMK is 64 hex digits .*, not 4'],
    [
      'half a KeNB',
      { pmks: [], kenbs: [{ ...pmk, hex: 'a1a1' }] },
      'kenbs[0].hex',
      'is to be 64 hex .*, not 4',
    ],
    ['no station', { pmks: [{ ...pmk, station: 5 }] }, 'pmks[0].station', 'is to be six pairs'],
    ['a key as a station', { pmks: [{ ...pmk, station: hex }] }, 'pmks[0].station', 'is to be six pairs'],
    [
      'a key as a UE id',
      { pmks: [], kenbs: [{ ...pmk, pdcpUeId: hex }] },
      'kenbs[0].pdcpUeId',
      'is to be a num',
    ],
    [
      'a UE id too large',
      { pmks: [], kenbs: [{ ...pmk, pdcpUeId: 65536 }] },
      'kenbs[0].pdcpUeId',
      'not 65536',
    ],
    ['a key as a PCI', { pmks: [], kenbs: [{ ...pmk, pci: hex }] }, 'kenbs[0].pci', 'is to be a number'],
    ['a PCI too large', { pmks: [], kenbs: [{ ...pmk, pci: 504 }] }, 'kenbs[0].pci', 'not 504'],
  ])('are refused, and not quoted, where there is %s', (_, file, path, reason) => {
    const error = refusal(file);
    expect(error.path).toBe(path);
    expect(error.message).toMatch(new RegExp(`: .*${reason.replace(/["()]/g, '.')}`));
    expect(error.message).not.toContain('a1a1');
  });
});
