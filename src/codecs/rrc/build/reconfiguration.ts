import { type Names, onlyNames } from '../../check.js';
import { given } from '../../given.js';
import type { DLDCCHMessage } from '../dl-dcch.js';
import type {
  RRCConnectionReconfigurationR8IEs,
  RRCConnectionReconfigurationV890IEs,
} from '../messages/rrc-connection-reconfiguration.js';
import { type Bearer, bearerChanges } from './bearer.js';
import { configurationOf, LWA_SETUP, type LwaSetup } from './lwa.js';
import { listed } from './optional.js';

/** What any RRCConnectionReconfiguration may hold besides its purpose. */
export interface ReconfigurationOptions {
  /** RRC transaction, 0 to 3; 0 by default. */
  readonly transactionId?: number | undefined;
  /**
   * Whether SRB2 is established, in its default configuration: with the first DRB, before any handover (TS 36.331, 5.3.5.2); false by
   * default.
   */
  readonly establishSrb2?: boolean | undefined;
  /** Bearers that are established or changed; up to 11. */
  readonly bearers?: readonly Bearer[] | undefined;
  /** DRB identities, 1 to 32, of bearers that are released; up to 11. */
  readonly releaseDrbs?: readonly number[] | undefined;
  /** NAS messages to pass on, up to 11. */
  readonly nas?: readonly Uint8Array[] | undefined;
  /** fullConfig: the UE forgets its dedicated configuration before it applies this one. */
  readonly fullConfig?: boolean | undefined;
}

/** The names of these options. */
export const OPTIONS: Names<ReconfigurationOptions> = {
  transactionId: true,
  establishSrb2: true,
  bearers: true,
  releaseDrbs: true,
  nas: true,
  fullConfig: true,
};
const LWA_OPTIONS: Names<ReconfigurationOptions & LwaSetup> = { ...OPTIONS, ...LWA_SETUP };

/** The extensions from Release 8 to the LWA configuration of Release 13, as far down as something is there. */
const extensions = (
  lwa: LwaSetup | 'release' | undefined,
  fullConfig: boolean | undefined,
): RRCConnectionReconfigurationV890IEs | undefined => {
  if (lwa === undefined && !fullConfig) return undefined;
  const v1020 = lwa && {
    nonCriticalExtension: {
      nonCriticalExtension: {
        nonCriticalExtension: { 'lwa-Configuration-r13': configurationOf(lwa) },
      },
    },
  };
  return {
    nonCriticalExtension: given({
      'fullConfig-r9': fullConfig ? ('true' as const) : undefined,
      nonCriticalExtension: v1020,
    }),
  };
};

/** An RRCConnectionReconfiguration of what is given of it (TS 36.331, 6.2.2). */
export function reconfiguration(
  options: ReconfigurationOptions,
  lwa: LwaSetup | 'release' | undefined,
  handover?: Pick<RRCConnectionReconfigurationR8IEs, 'mobilityControlInfo' | 'securityConfigHO'>,
): DLDCCHMessage {
  const ies = given({
    mobilityControlInfo: handover?.mobilityControlInfo,
    dedicatedInfoNASList: options.nas && listed(options.nas),
    radioResourceConfigDedicated: bearerChanges(options.bearers, options.releaseDrbs, options.establishSrb2),
    securityConfigHO: handover?.securityConfigHO,
    nonCriticalExtension: extensions(lwa, options.fullConfig),
  });
  return {
    message: {
      choice: 'c1',
      value: {
        choice: 'rrcConnectionReconfiguration',
        value: {
          'rrc-TransactionIdentifier': options.transactionId ?? 0,
          criticalExtensions: {
            choice: 'c1',
            value: { choice: 'rrcConnectionReconfiguration-r8', value: ies },
          },
        },
      },
    },
  };
}

/**
 * The message that sets LWA up, changes its mobility set, or gives it a new key: an RRCConnectionReconfiguration
 * with `lwa-Configuration-r13` (TS 36.331, 5.6.14.2). `lwaReconfiguration({ wtCounter: 5 })` re-keys and leaves
 * everything else as it is.
 * @throws EncodeError for names that there are not
 */
export function lwaReconfiguration(options: ReconfigurationOptions & LwaSetup = {}): DLDCCHMessage {
  onlyNames('', options, LWA_OPTIONS);
  return reconfiguration(options, options);
}

/**
 * The message that ends LWA (TS 36.331, 5.6.14.3). Bearers that were LWA bearers have to be made LTE bearers in it:
 * `{ bearers: [{ drbId: 1, lwa: false }] }`.
 * @throws EncodeError for names that there are not
 */
export function lwaRelease(options: ReconfigurationOptions = {}): DLDCCHMessage {
  onlyNames('', options, OPTIONS);
  return reconfiguration(options, 'release');
}

/**
 * A reconfiguration that says nothing of LWA itself: bearers and NAS messages only (TS 36.331, 6.2.2).
 * @throws EncodeError for names that there are not
 */
export function bearerReconfiguration(options: ReconfigurationOptions): DLDCCHMessage {
  onlyNames('', options, OPTIONS);
  return reconfiguration(options, undefined);
}
