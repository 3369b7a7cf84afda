/** Which bands of other radio access technologies a UE supports (TS 36.331, 6.3.6). */
import { boolean, enumerated, sequence, sequenceOf, size } from '../../../per/index.js';
import { BandclassCDMA2000 } from '../inter-rat.js';
import { supported } from './supported.js';

// biome-ignore format: rows as in the specification
const SupportedBandUTRAFDD = enumerated(
  'bandI', 'bandII', 'bandIII', 'bandIV', 'bandV', 'bandVI', 'bandVII', 'bandVIII', 'bandIX', 'bandX',
  'bandXI', 'bandXII', 'bandXIII', 'bandXIV', 'bandXV', 'bandXVI', '...', 'bandXVII-8a0', 'bandXVIII-8a0',
  'bandXIX-8a0', 'bandXX-8a0', 'bandXXI-8a0', 'bandXXII-8a0', 'bandXXIII-8a0', 'bandXXIV-8a0',
  'bandXXV-8a0', 'bandXXVI-8a0', 'bandXXVII-8a0', 'bandXXVIII-8a0', 'bandXXIX-8a0', 'bandXXX-8a0',
  'bandXXXI-8a0', 'bandXXXII-8a0',
);

const SupportedBandListUTRAFDD = sequenceOf(size(1, 64), SupportedBandUTRAFDD);

export const IRATParametersUTRAFDD = sequence({
  'supportedBandListUTRA-FDD': SupportedBandListUTRAFDD,
});

export const IRATParametersUTRAV920 = sequence({
  'e-RedirectionUTRA-r9': enumerated('supported'),
});

// biome-ignore format: rows as in the specification
/** SupportedBandUTRA-TDD128, -TDD384 and -TDD768. */
const SupportedBandUTRATDD = enumerated(
  'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', '...',
);

const SupportedBandListUTRATDD128 = sequenceOf(size(1, 64), SupportedBandUTRATDD);

export const IRATParametersUTRATDD128 = sequence({
  'supportedBandListUTRA-TDD128': SupportedBandListUTRATDD128,
});

const SupportedBandListUTRATDD384 = sequenceOf(size(1, 64), SupportedBandUTRATDD);

export const IRATParametersUTRATDD384 = sequence({
  'supportedBandListUTRA-TDD384': SupportedBandListUTRATDD384,
});

const SupportedBandListUTRATDD768 = sequenceOf(size(1, 64), SupportedBandUTRATDD);

export const IRATParametersUTRATDD768 = sequence({
  'supportedBandListUTRA-TDD768': SupportedBandListUTRATDD768,
});

export const IRATParametersUTRATDDV1020 = sequence({
  'e-RedirectionUTRA-TDD-r10': enumerated('supported'),
});

// biome-ignore format: rows as in the specification
const SupportedBandGERAN = enumerated(
  'gsm450', 'gsm480', 'gsm710', 'gsm750', 'gsm810', 'gsm850', 'gsm900P', 'gsm900E', 'gsm900R', 'gsm1800',
  'gsm1900', 'spare5', 'spare4', 'spare3', 'spare2', 'spare1', '...',
);

const SupportedBandListGERAN = sequenceOf(size(1, 64), SupportedBandGERAN);

export const IRATParametersGERAN = sequence({
  supportedBandListGERAN: SupportedBandListGERAN,
  'interRAT-PS-HO-ToGERAN': boolean,
});

export const IRATParametersGERANV920 = sequence({
  'dtm-r9': supported,
  'e-RedirectionGERAN-r9': supported,
});

const SupportedBandListHRPD = sequenceOf(size(1, 32), BandclassCDMA2000);

export const IRATParametersCDMA2000HRPD = sequence({
  supportedBandListHRPD: SupportedBandListHRPD,
  'tx-ConfigHRPD': enumerated('single', 'dual'),
  'rx-ConfigHRPD': enumerated('single', 'dual'),
});

const SupportedBandList1XRTT = sequenceOf(size(1, 32), BandclassCDMA2000);

export const IRATParametersCDMA20001XRTT = sequence({
  supportedBandList1XRTT: SupportedBandList1XRTT,
  'tx-Config1XRTT': enumerated('single', 'dual'),
  'rx-Config1XRTT': enumerated('single', 'dual'),
});

export const IRATParametersCDMA20001XRTTV920 = sequence({
  'e-CSFB-1XRTT-r9': enumerated('supported'),
  'e-CSFB-ConcPS-Mob1XRTT-r9': supported,
});

export const IRATParametersCDMA20001XRTTV1020 = sequence({
  'e-CSFB-dual-1XRTT-r10': enumerated('supported'),
});

export const IRATParametersCDMA2000V1130 = sequence({
  'cdma2000-NW-Sharing-r11': supported,
});
