import { type Names, onlyNames } from '../../check.js';
import { given, ifGiven } from '../../given.js';
import type { LogicalChannelConfig } from '../ie/logical-channel-config.js';
import type { PDCPConfig } from '../ie/pdcp-config.js';
import type {
  DRBToAddMod,
  RadioResourceConfigDedicated,
  SRBToAddMod,
} from '../ie/radio-resource-dedicated.js';
import type { RLCConfig } from '../ie/rlc-config.js';
import { listed } from './optional.js';

/** Bytes of `ul-LWA-DataSplitThreshold-r14`. */
export type DataSplitThreshold =
  | 0
  | 100
  | 200
  | 400
  | 800
  | 1600
  | 3200
  | 6400
  | 12800
  | 25600
  | 51200
  | 102400
  | 204800
  | 409600
  | 819200;

/** Milliseconds of `statusPDU-Periodicity-Type1-r13`. */
export type StatusPeriod =
  | 5
  | 10
  | 20
  | 30
  | 40
  | 50
  | 60
  | 70
  | 80
  | 90
  | 100
  | 150
  | 200
  | 300
  | 500
  | 1000
  | 2000
  | 5000
  | 10000
  | 20000
  | 50000;

/** Milliseconds of `t-Reordering-r12`. */
export type ReorderingTime =
  | 0
  | 20
  | 40
  | 60
  | 80
  | 100
  | 120
  | 140
  | 160
  | 180
  | 200
  | 220
  | 240
  | 260
  | 280
  | 300
  | 500
  | 750;

/** A data radio bearer, and whether it uses LWA. */
export interface Bearer {
  /** DRB identity, 1 to 32. */
  readonly drbId: number;
  /** What is needed of a DRB that the UE does not have yet; absent to change one that it has. */
  readonly establish?:
    | {
        /** EPS bearer identity, 0 to 15. */
        readonly epsBearerId: number;
        /** Logical channel, 3 to 10; by default 2 more than the DRB identity, which is enough up to DRB 8. */
        readonly logicalChannelId?: number | undefined;
        /** Bits of a PDCP sequence number; 12 by default. */
        readonly pdcpSnLength?: 12 | 15 | 18 | undefined;
        /**
         * statusReportRequired: whether the UE sends a PDCP status report as PDCP is re-established, or recovers data (TS 36.323,
         * 5.3.1); true by default.
         */
        readonly statusReport?: boolean | undefined;
      }
    | undefined;
  /** `true` makes the DRB an LWA bearer, `false` an LTE bearer again; absent: as it is. */
  readonly lwa?: boolean | undefined;
  /**
   * How long the PDCP of the UE waits for what is missing, in milliseconds: an LWA bearer reorders what comes over the two links
   * by this timer (TS 36.323, 5.1.2.1.4).
   */
  readonly reordering?: ReorderingTime | undefined;
  /** Access category of uplink packets on WLAN; only together with `uplink`. */
  readonly accessCategory?: 'ac-bk' | 'ac-be' | 'ac-vi' | 'ac-vo' | undefined;
  /** Uplink over WLAN; `release` ends it. */
  readonly uplink?:
    | 'release'
    | {
        /** Whether uplink packets go over WLAN while there are less of them than the threshold. */
        readonly viaWlan: boolean;
        /** Octets from which on both links may be used; absent: one link only. */
        readonly splitThreshold?: DataSplitThreshold | undefined;
      }
    | undefined;
  /** Reports of what was received over WLAN: polled ones, periodic ones or both; `release` ends them. */
  readonly statusFeedback?:
    | 'release'
    | {
        /** The report that a poll asks for: `type1` is the PDCP status report, `type2` the LWA status report. */
        readonly polling?: 'type1' | 'type2' | undefined;
        /** The period of the PDCP status report, in milliseconds. */
        readonly period?: StatusPeriod | undefined;
      }
    | undefined;
}

const BEARER: Names<Bearer> = {
  drbId: true,
  establish: true,
  lwa: true,
  reordering: true,
  accessCategory: true,
  uplink: true,
  statusFeedback: true,
};
const ESTABLISH: Names<NonNullable<Bearer['establish']>> = {
  epsBearerId: true,
  logicalChannelId: true,
  pdcpSnLength: true,
  statusReport: true,
};
const UPLINK: Names<Exclude<Bearer['uplink'], 'release' | undefined>> = {
  viaWlan: true,
  splitThreshold: true,
};
const STATUS_FEEDBACK: Names<Exclude<Bearer['statusFeedback'], 'release' | undefined>> = {
  polling: true,
  period: true,
};

function checkNames(bearer: Bearer): void {
  onlyNames('bearer', bearer, BEARER);
  const { establish, uplink, statusFeedback } = bearer;
  if (establish !== undefined) onlyNames('bearer.establish', establish, ESTABLISH);
  if (uplink !== undefined && uplink !== 'release') onlyNames('bearer.uplink', uplink, UPLINK);
  if (statusFeedback !== undefined && statusFeedback !== 'release')
    onlyNames('bearer.statusFeedback', statusFeedback, STATUS_FEEDBACK);
}

/** RLC AM with the timers of an ordinary data bearer. */
const rlcAm: RLCConfig = {
  choice: 'am',
  value: {
    'ul-AM-RLC': {
      't-PollRetransmit': 'ms80',
      pollPDU: 'p128',
      pollByte: 'kB125',
      maxRetxThreshold: 't4',
    },
    'dl-AM-RLC': { 't-Reordering': 'ms80', 't-StatusProhibit': 'ms60' },
  },
};

/** The lowest priority but those of guaranteed bit rates, without a guaranteed bit rate itself. */
const bestEffort: LogicalChannelConfig = {
  'ul-SpecificParameters': {
    priority: 9,
    prioritisedBitRate: 'kBps0',
    bucketSizeDuration: 'ms100',
    logicalChannelGroup: 3,
  },
};

const uplinkConfig = (uplink: NonNullable<Bearer['uplink']>): PDCPConfig['ul-LWA-Config-r14'] =>
  uplink === 'release'
    ? { choice: 'release', value: null }
    : {
        choice: 'setup',
        value: given({
          'ul-LWA-DRB-ViaWLAN-r14': uplink.viaWlan,
          'ul-LWA-DataSplitThreshold-r14': ifGiven(uplink.splitThreshold, bytes => `b${bytes}` as const),
        }),
      };

const statusFeedbackConfig = (
  feedback: NonNullable<Bearer['statusFeedback']>,
): PDCPConfig['statusFeedback-r13'] =>
  feedback === 'release'
    ? { choice: 'release', value: null }
    : {
        choice: 'setup',
        value: given({
          'statusPDU-TypeForPolling-r13': feedback.polling,
          'statusPDU-Periodicity-Type1-r13': ifGiven(feedback.period, ms => `ms${ms}` as const),
        }),
      };

/**
 * PDCP-Config is there if something of it is new. discardTimer and rlc-AM are of condition Setup and Rlc-AM
 * (TS 36.331, 6.3.2): for a DRB that is established.
 */
const pdcpConfig = ({ establish, reordering, uplink, statusFeedback }: Bearer): PDCPConfig | undefined => {
  if ([establish, reordering, uplink, statusFeedback].every(one => one === undefined)) return undefined;
  return given({
    discardTimer: establish && 'infinity',
    'rlc-AM': establish && { statusReportRequired: establish.statusReport ?? true },
    headerCompression: { choice: 'notUsed', value: null },
    'pdcp-SN-Size-v1130': establish?.pdcpSnLength === 15 ? 'len15bits' : undefined,
    't-Reordering-r12': ifGiven(reordering, ms => `ms${ms}` as const),
    'pdcp-SN-Size-v1310': establish?.pdcpSnLength === 18 ? 'len18bits' : undefined,
    'ul-LWA-Config-r14': uplink && uplinkConfig(uplink),
    'statusFeedback-r13': statusFeedback && statusFeedbackConfig(statusFeedback),
  } as const);
};

/**
 * DRB-ToAddMod of a bearer on RLC AM (TS 36.331, 6.3.2). A bearer that is established gets timers and a priority
 * of ordinary data.
 * @throws EncodeError for names that there are not
 */
export function drbToAddMod(bearer: Bearer): DRBToAddMod {
  checkNames(bearer);
  const { drbId, establish, lwa, accessCategory } = bearer;
  return given({
    'eps-BearerIdentity': establish?.epsBearerId,
    'drb-Identity': drbId,
    'pdcp-Config': pdcpConfig(bearer),
    'rlc-Config': establish && rlcAm,
    logicalChannelIdentity: establish && (establish.logicalChannelId ?? drbId + 2),
    logicalChannelConfig: establish && bestEffort,
    'drb-TypeLWA-r13': lwa,
    'lwa-WLAN-AC-r14': accessCategory,
  });
}

/** SRB2 as it is set up, in its default configuration (TS 36.331, 9.2.1.2). */
const SRB2: SRBToAddMod = {
  'srb-Identity': 2,
  'rlc-Config': { choice: 'defaultValue', value: null },
  logicalChannelConfig: { choice: 'defaultValue', value: null },
};

/**
 * RadioResourceConfigDedicated of the bearers that change, if any does (TS 36.331, 6.3.2).
 * @throws EncodeError for names that there are not
 */
export function bearerChanges(
  bearers: readonly Bearer[] = [],
  releaseDrbs: readonly number[] = [],
  establishSrb2 = false,
): RadioResourceConfigDedicated | undefined {
  if (bearers.length + releaseDrbs.length === 0 && !establishSrb2) return undefined;
  return given({
    'srb-ToAddModList': establishSrb2 ? [SRB2] : undefined,
    'drb-ToAddModList': listed(bearers.map(drbToAddMod)),
    'drb-ToReleaseList': listed(releaseDrbs),
  });
}
