/** What Wireshark reads in messages with anything in them, compared field by field. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Type } from '../../../src/codecs/per/index.js';
import { type DLDCCHMessage, DlDcch, type ULDCCHMessage, UlDcch } from '../../../src/codecs/rrc/index.js';
import { MeasurementReport } from '../../../src/codecs/rrc/messages/measurement-report.js';
import { RRCConnectionReconfiguration } from '../../../src/codecs/rrc/messages/rrc-connection-reconfiguration.js';
import { RRCConnectionReconfigurationComplete } from '../../../src/codecs/rrc/messages/rrc-connection-reconfiguration-complete.js';
import { RRCConnectionRelease } from '../../../src/codecs/rrc/messages/rrc-connection-release.js';
import { wireshark } from '../../wireshark.js';
import { drawnOf, fieldsOf } from './drawn.js';
import { inWordsOf, shownOf } from './pdml.js';

/** Messages of other protocols, which any octets are not, and what no sender sends. */
const LEFT =
  /^spare\d|Future$|^lateNonCritical|^systemInformationBlock|NASList|^epc-To5GC|^nas-Container|^nr-Sec|^nr-Radio|^sl-ConfigDedicatedForNR|^scg-ConfigResponseNR|^uncomBar|^coarseLocation|^utra-[FT]DD-r/;

/** The end of the extensions, where later releases of TS 36.331, which later Wiresharks know, put more. */
const isEnd = (type: Type<unknown>): boolean => {
  const shape = type.shape();
  return shape.kind === 'SEQUENCE' && shape.root.length + shape.additions.length === 0;
};

/** What Wireshark remarks on values that contradict each other, and on SSIDs that are no text. */
const OF_VALUES = /cycle \(|Group A size|Trailing stray characters/;

/** So many at a time that what tshark prints of them is not too much for one string. */
const LOT = 100;

wireshark.describe('Wireshark on messages with anything in them', () => {
  const encodersOf = {
    dlDcch: (message: unknown) => DlDcch.encode({ message } as DLDCCHMessage),
    ulDcch: (message: unknown) => UlDcch.encode({ message } as ULDCCHMessage),
  };
  it.each([
    ['dlDcch', 'rrcConnectionReconfiguration', RRCConnectionReconfiguration, 400],
    ['dlDcch', 'rrcConnectionRelease', RRCConnectionRelease, 200],
    ['ulDcch', 'measurementReport', MeasurementReport, 200],
    ['ulDcch', 'rrcConnectionReconfigurationComplete', RRCConnectionReconfigurationComplete, 100],
  ] as const)('reads the same fields in those on %s: %s', (channel, name, type: Type<unknown>, numRuns) => {
    const drawn = fc.sample(
      drawnOf(type, (name, part) => LEFT.test(name) || isEnd(part)),
      { numRuns, seed: 36331 },
    );
    const fields = drawn.map(value => fieldsOf(type, value, ''));
    const names = new Set(fields.flatMap(list => list.map(([field]) => field)));
    // The others are derived.
    const isField = (field: string): boolean =>
      names.has(field) || /^(?!TM\d|Periodicity)[A-Z]|^dummy/.test(field);
    for (let from = 0; from < drawn.length; from += LOT) {
      const messages = drawn.slice(from, from + LOT).map(value => ({
        channel,
        octets: encodersOf[channel]({ choice: 'c1', value: { choice: name, value } }),
      }));
      const shown = shownOf(messages, `${name}_element`, ['--disable-protocol', 'gsm_a.dtap']);
      expect(shown).toHaveLength(messages.length);
      for (const [i, { fields: all, remarks }] of shown.entries()) {
        const expected = fields[from + i]!;
        const asExpected = all
          .filter(([field]) => isField(field))
          .map((field, j) => inWordsOf(field, expected[j]));
        expect(remarks.filter(remark => !OF_VALUES.test(remark))).toEqual([]);
        expect(asExpected, `message ${from + i}`).toEqual(expected);
      }
    }
  });
});
