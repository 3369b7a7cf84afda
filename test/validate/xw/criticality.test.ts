import { describe, expect, it } from 'vitest';
import { ieNameOf, viewXwap, type XwAPPDU } from '../../../src/codecs/xwap/index.js';
import { wrongCriticalities } from '../../../src/validate/xw/criticality.js';
import { pduOf, vectors } from '../../codecs/xwap/vectors.js';

interface Field {
  readonly id: number;
  criticality: string;
}

/** All fields of lists of IEs in a value. */
function* fieldsIn(value: unknown): Iterable<Field> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  if ('id' in value && 'criticality' in value) yield value as Field;
  for (const part of Object.values(value)) yield* fieldsIn(part);
}

const found = (pdu: XwAPPDU) => [...wrongCriticalities(pdu, viewXwap(pdu))];
const well = vectors.filter(({ message, long }) => message !== 'PrivateMessage' && long !== true);

describe('the criticality of IEs', () => {
  it('is right in all reference messages, but for those that the vectors have altered', () => {
    const wrong = well.filter(({ name }) => found(pduOf(name)).length > 0).map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  it('is compared for every IE that is known, list elements and IE extensions among them', () => {
    const seen = new Set<string>();
    for (const { name } of well) {
      const pdu = structuredClone(pduOf(name));
      for (const field of fieldsIn(pdu)) {
        const { id, criticality } = field;
        const known = ieNameOf(id);
        if (known === null) continue;
        field.criticality = 'notify';
        const wrong = found(pdu);
        expect(wrong).toMatchObject([{ id, expected: criticality, actual: 'notify' }]);
        seen.add(`${wrong[0]!.path.split('.').at(-1)} ${known}`);
        field.criticality = criticality;
      }
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'protocolIEs[3] E-RABs-ToBeAdded-List',
        'value[0] E-RABs-ToBeAdded-Item',
        'iE-Extensions[0] DRB-Identity',
        'iE-Extensions[0] LWA-WLAN-AC',
        'iE-Extensions[0] WLANUsage',
      ]),
    );
  });
});
