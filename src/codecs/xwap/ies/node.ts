import { bitString, choice, type Infer, octetString, sequence, size } from '../../per/index.js';
import { maxnoofeNBNeighbours } from '../constants.js';
import { extensible, ie, listOfSingleContainers, named, protocolIESingleContainer } from '../containers.js';

/** MCC and MNC, as two digits an octet; see plmnIdentity. */
export const PLMNIdentity = named('PLMN-Identity', octetString(size(3)));
export type PLMNIdentity = Infer<typeof PLMNIdentity>;

/** otherENB-ID is of an empty object set: its content is not known in this version. */
export const ENBID = choice(
  {
    'macroENB-ID': bitString(size(20)),
    'otherENB-ID': protocolIESingleContainer({}),
  },
  '...',
  {
    'short-macroENB-ID': bitString(size(18)),
    'long-macroENB-ID': bitString(size(21)),
  },
);
export type ENBID = Infer<typeof ENBID>;

export const GlobalENBID = named(
  'Global-ENB-ID',
  extensible({ pLMNidentity: PLMNIdentity, 'eNB-ID': ENBID }),
);
export type GlobalENBID = Infer<typeof GlobalENBID>;

/** `glogal` is how the ASN.1 spells it. */
export const ENBNeighbourItem = named('ENBNeighbour-Item', extensible({ 'glogal-eNB-ID': GlobalENBID }));
export type ENBNeighbourItem = Infer<typeof ENBNeighbourItem>;

/** Replaces the whole earlier list; may be empty. */
export const ENBNeighbourList = named(
  'ENBNeighbour-List',
  listOfSingleContainers(size(0, maxnoofeNBNeighbours), {
    'eNBNeighbour-Item': ie('ignore', ENBNeighbourItem, 'mandatory'),
  }),
);
export type ENBNeighbourList = Infer<typeof ENBNeighbourList>;

export const WTIDType1 = sequence(
  {
    'pLMN-Identity': PLMNIdentity,
    shortWTID: bitString(size(24)),
  },
  '...',
);
export type WTIDType1 = Infer<typeof WTIDType1>;

export const WTIDLongType2 = bitString(size(48));
export type WTIDLongType2 = Infer<typeof WTIDLongType2>;

export const WTID = named(
  'WTID',
  choice(
    {
      'wTID-Type1': WTIDType1,
      'wTID-Type2': WTIDLongType2,
    },
    '...',
  ),
);
export type WTID = Infer<typeof WTID>;
