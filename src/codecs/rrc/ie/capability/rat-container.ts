import { enumerated, type Infer, octetString, sequence, sequenceOf, size } from '../../../per/index.js';

// biome-ignore format: rows as in the specification
/** RAT-Type: whose capabilities, or those of which pair (TS 36.331, 6.3.6). */
export const RATType = enumerated(
  'eutra', 'utra', 'geran-cs', 'geran-ps', 'cdma2000-1XRTT', 'nr', 'eutra-nr', 'spare1', '...',
);
export type RATType = Infer<typeof RATType>;

/**
 * UE-CapabilityRAT-ContainerList: what a UE can do, in the encoding of each radio access technology. That of `eutra` is a
 * UE-EUTRA-Capability (TS 36.331, 6.3.6).
 */
export const UECapabilityRATContainerList = sequenceOf(
  size(0, 8),
  sequence({ 'rat-Type': RATType, 'ueCapabilityRAT-Container': octetString() }),
);
