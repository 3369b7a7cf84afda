/** Messages that eNBs and UEs sent, and test suites of other stacks hold: fixtures/vectors/rrc-collected.json. */
import { readFileSync } from 'node:fs';
import {
  type Codec,
  choice,
  integer,
  nullType,
  optional,
  per,
  sequence,
  type Type,
  unsupported,
} from '../../../src/codecs/per/index.js';
import { RadioResourceConfigDedicated } from '../../../src/codecs/rrc/ie/radio-resource-dedicated.js';
import { DLDCCHMessage, DlDcch, ULDCCHMessage, UlDcch } from '../../../src/codecs/rrc/index.js';
import type { Field } from './drawn.js';
import { inWordsOf } from './pdml.js';

/** One message. */
export interface Collected {
  readonly name: string;
  readonly channel: 'dlDcch' | 'ulDcch' | 'dlCcch';
  readonly uper: string;
  /** The fields that Wireshark 4.0.17 shows. */
  readonly tshark: readonly Field[];
  /** Those of them that are in octets which decoding keeps unread, or derived by Wireshark. */
  readonly unread: readonly Field[];
}

const file = new URL('../../../fixtures/vectors/rrc-collected.json', import.meta.url);

export const collected = JSON.parse(readFileSync(file, 'utf8')) as Collected[];

/** DL-CCCH-Message as far as RRCConnectionSetup needs it, which holds what reconfigurations hold too (TS 36.331, 6.2.1). */
const DLCCCHMessage = sequence({
  message: choice({
    c1: choice({
      rrcConnectionReestablishment: unsupported('RRCConnectionReestablishment'),
      rrcConnectionReestablishmentReject: unsupported('RRCConnectionReestablishmentReject'),
      rrcConnectionReject: unsupported('RRCConnectionReject'),
      rrcConnectionSetup: sequence({
        'rrc-TransactionIdentifier': integer(0, 3),
        criticalExtensions: choice({
          c1: choice({
            'rrcConnectionSetup-r8': sequence({
              radioResourceConfigDedicated: RadioResourceConfigDedicated,
              nonCriticalExtension: optional(unsupported('RRCConnectionSetup-v8a0-IEs')),
            }),
            spare7: nullType,
            spare6: nullType,
            spare5: nullType,
            spare4: nullType,
            spare3: nullType,
            spare2: nullType,
            spare1: nullType,
          }),
          criticalExtensionsFuture: sequence({}),
        }),
      }),
    }),
    messageClassExtension: unsupported('DL-CCCH-MessageType.messageClassExtension'),
  }),
});

interface Channel {
  readonly codec: Codec<unknown>;
  readonly type: Type<unknown>;
  /** What PDML calls a message of it. */
  readonly element: string;
}

export const channels = {
  dlDcch: { codec: DlDcch, type: DLDCCHMessage, element: 'DL_DCCH_Message_element' } as Channel,
  ulDcch: { codec: UlDcch, type: ULDCCHMessage, element: 'UL_DCCH_Message_element' } as Channel,
  dlCcch: {
    codec: per(DLCCCHMessage, { aligned: false, format: 'DL-CCCH-Message', surplus: 'keep' }),
    type: DLCCCHMessage,
    element: 'DL_CCCH_Message_element',
  } as Channel,
};

/** What is left of `shown` when the fields of `own` are taken out in their order. @throws Error for one that is not there */
export function leftOf(shown: readonly Field[], own: readonly Field[]): Field[] {
  const left: Field[] = [];
  let next = 0;
  for (const field of shown) {
    const expected = own[next];
    if (String(inWordsOf(field, expected)) === String(expected)) next++;
    else left.push(field);
  }
  if (next < own.length) throw new Error(`Wireshark does not show ${own[next]!.join(': ')}`);
  return left;
}
