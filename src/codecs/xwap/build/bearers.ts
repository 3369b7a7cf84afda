import { type Names, onlyNames } from '../../check.js';
import { EncodeError } from '../../error.js';
import { given, ifGiven } from '../../given.js';
import {
  type ERABItem,
  ERABList,
  type ERABQoSParameters,
  type GTPtunnelEndpoint,
  type LWAWLANAC,
} from '../ies/bearer.js';
import type { Cause } from '../ies/diagnostics.js';
import { bitsIn, elementsOf, gtpTeid } from './values.js';

/** An end of a GTP tunnel. */
export interface GtpTunnel {
  /** 4 octets (IPv4), 16 (IPv6), or 20 (IPv4, then IPv6) */
  readonly address: Uint8Array;
  /** Tunnel endpoint identifier, 0..4294967295. */
  readonly teid: number;
}

const TUNNEL: Names<GtpTunnel> = { address: true, teid: true };

/**
 * GTPtunnelEndpoint.
 * @throws EncodeError for a TEID out of range, an address that is none, names that there are not
 */
export function gtpTunnel(tunnel: GtpTunnel): GTPtunnelEndpoint {
  onlyNames('tunnel', tunnel, TUNNEL);
  const { address, teid } = tunnel;
  if (![4, 16, 20].includes(address.length)) {
    throw new EncodeError('address', `must be of 4, 16 or 20 octets, is of ${address.length}`);
  }
  return { transportLayerAddress: bitsIn(address), 'gTP-TEID': gtpTeid(teid) };
}

/** The quality of service of a bearer. */
export interface BearerQos {
  /** QoS class identifier, 0..255. */
  readonly qci: number;
  /** Allocation and retention priority, 0..15; 1 is the highest, 15 none. */
  readonly priorityLevel: number;
  /** May take the place of bearers of lower priority; false if left out. */
  readonly mayPreempt?: boolean | undefined;
  /** May have to give its place to bearers of higher priority; false if left out. */
  readonly preemptable?: boolean | undefined;
  /** Of a GBR bearer: bit rates of the downlink in bit/s, 0..10000000000. */
  readonly gbr?: { readonly maximum: number; readonly guaranteed: number } | undefined;
}

const QOS: Names<BearerQos> = {
  qci: true,
  priorityLevel: true,
  mayPreempt: true,
  preemptable: true,
  gbr: true,
};

const GBR = { maximum: true, guaranteed: true } as const;

const qosOf = (qos: BearerQos): ERABQoSParameters => {
  onlyNames('qos', qos, QOS);
  const { qci, priorityLevel, mayPreempt, preemptable, gbr } = qos;
  if (gbr !== undefined) onlyNames('qos.gbr', gbr, GBR);
  return given({
    qCI: qci,
    allocationRetentionPriority: {
      priorityLevel,
      'pre-emptionCapability': mayPreempt ? 'may-trigger-pre-emption' : 'shall-not-trigger-pre-emption',
      'pre-emptionVulnerability': preemptable ? 'pre-emptable' : 'not-pre-emptable',
    },
    gbrQosInformation: gbr && {
      'e-RAB-MaximumBitrateDL': gbr.maximum,
      'e-RAB-GuaranteedBitrateDL': gbr.guaranteed,
    },
  } as const);
};

/** A bearer that a WT is to carry. */
export interface BearerToAdd {
  /** E-RAB ID, 0..15. */
  readonly erabId: number;
  readonly qos: BearerQos;
  readonly enbTunnel: GtpTunnel;
  /** 1..32; present for a bearer that the UE also uses in the uplink. */
  readonly drbIdentity?: number | undefined;
}

const TO_ADD: Names<BearerToAdd> = { erabId: true, qos: true, enbTunnel: true, drbIdentity: true };

/** An item of E-RABs to be added, in an addition and in a modification. */
export const bearerToAdd = (bearer: BearerToAdd) => {
  onlyNames('bearer', bearer, TO_ADD);
  const { erabId, qos, enbTunnel, drbIdentity } = bearer;
  return given({
    'e-RAB-ID': erabId,
    'e-RAB-QoS-Parameters': qosOf(qos),
    'eNB-GTPtunnelEndpoint': gtpTunnel(enbTunnel),
    'iE-Extensions': ifGiven(drbIdentity, value => [
      {
        id: 65 as const,
        criticality: 'reject' as const,
        extensionValue: { type: 'DRB-Identity' as const, value },
      },
    ]),
  });
};

/** A bearer whose parameters change. */
export interface BearerToModify {
  /** E-RAB ID, 0..15. */
  readonly erabId: number;
  readonly qos?: BearerQos | undefined;
  readonly enbTunnel?: GtpTunnel | undefined;
}

const TO_MODIFY: Names<BearerToModify> = { erabId: true, qos: true, enbTunnel: true };

/** An item of E-RABs to be modified by the eNB. */
export const bearerToModify = (bearer: BearerToModify) => {
  onlyNames('bearer', bearer, TO_MODIFY);
  const { erabId, qos, enbTunnel } = bearer;
  return given({
    'e-RAB-ID': erabId,
    'e-RAB-QoS-Parameters': qos && qosOf(qos),
    'eNB-GTPtunnelEndpoint': enbTunnel && gtpTunnel(enbTunnel),
  });
};

/** A bearer that the WT carries no more. */
export interface BearerToRelease {
  /** E-RAB ID, 0..15. */
  readonly erabId: number;
  /** Where the WT forwards the data that it has not delivered. */
  readonly forwardingTunnel?: GtpTunnel | undefined;
}

const TO_RELEASE: Names<BearerToRelease> = { erabId: true, forwardingTunnel: true };

/** An item of E-RABs to be released in a modification. */
export const releasedByModification = (bearer: BearerToRelease) => {
  onlyNames('bearer', bearer, TO_RELEASE);
  const { erabId, forwardingTunnel } = bearer;
  return given({
    'e-RAB-ID': erabId,
    'dL-GTPtunnelEndpoint': forwardingTunnel && gtpTunnel(forwardingTunnel),
  });
};

/** An item of E-RABs to be released in a release, which gives the same tunnel another name. */
export const releasedByRelease = (bearer: BearerToRelease) => {
  onlyNames('bearer', bearer, TO_RELEASE);
  const { erabId, forwardingTunnel } = bearer;
  return given({
    'e-RAB-ID': erabId,
    'wT-GTPtunnelEndpoint': forwardingTunnel && gtpTunnel(forwardingTunnel),
  });
};

/** A bearer as the WT has it. */
export interface WtBearer {
  /** E-RAB ID, 0..15. */
  readonly erabId: number;
  readonly wtTunnel?: GtpTunnel | undefined;
  /** The access category of the bearer in the uplink. */
  readonly accessCategory?: LWAWLANAC | undefined;
}

const WT_BEARER: Names<WtBearer> = { erabId: true, wtTunnel: true, accessCategory: true };

/** A bearer that the WT admits: it always has a tunnel. */
export interface AdmittedBearer extends WtBearer {
  readonly wtTunnel: GtpTunnel;
}

const accessCategoryOf = ({ accessCategory }: WtBearer) =>
  ifGiven(accessCategory, value => [
    {
      id: 66 as const,
      criticality: 'ignore' as const,
      extensionValue: { type: 'LWA-WLAN-AC' as const, value },
    },
  ]);

/** An item of E-RABs admitted to be added. */
export const admittedBearer = (bearer: AdmittedBearer) => {
  onlyNames('bearer', bearer, WT_BEARER);
  return given({
    'e-RAB-ID': bearer.erabId,
    'wT-GTPtunnelEndpoint': gtpTunnel(bearer.wtTunnel),
    'iE-Extensions': accessCategoryOf(bearer),
  });
};

/** An item of E-RABs admitted to be modified, or to be modified by the WT. */
export const wtBearer = (bearer: WtBearer) => {
  onlyNames('bearer', bearer, WT_BEARER);
  return given({
    'e-RAB-ID': bearer.erabId,
    'wT-GTPtunnelEndpoint': bearer.wtTunnel && gtpTunnel(bearer.wtTunnel),
    'iE-Extensions': accessCategoryOf(bearer),
  });
};

/** A bearer and why it is refused or released. */
export interface BearerCause {
  /** E-RAB ID, 0..15. */
  readonly erabId: number;
  readonly cause: Cause;
}

/** An item of a list of E-RABs with causes. */
export const bearerCause = ({ erabId, cause }: BearerCause): ERABItem => ({ 'e-RAB-ID': erabId, cause });

/** An item of a list of E-RABs that says nothing more. */
export const bearerOnly = (erabId: number) => ({ 'e-RAB-ID': erabId });

/** E-RABs-NotAdmitted-List of 1..256 bearers. */
export const notAdmitted = (bearers: readonly BearerCause[] | undefined): ERABList | undefined =>
  ifGiven(bearers, list => elementsOf(ERABList, list.map(bearerCause)));
