import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import type { AdmittedBearer, asn1, BearerCause } from '../../codecs/xwap/index.js';
import { extensionOf, itemsOf } from '../../codecs/xwap/view.js';
import { type GtpEnd, ipv4TunnelOf, type TunnelEnd } from '../ip/gtp-end.js';
import type { WtBearer, WtTunnels } from './tunnels.js';

/** A UE's bearers of one signalling connection. */
export interface BearerHolder {
  readonly gtp: GtpEnd;
  bearers: readonly WtBearer[];
}

/** What is asked for in an addition and in a modification. */
type BearerToAdd = asn1.ERABsToBeAddedItem | asn1.ERABsToBeAddedModReqItem;

/** What a WT tells of bearers that an eNB asks for. */
export interface Admission {
  readonly admitted: readonly AdmittedBearer[];
  readonly notAdmitted: readonly BearerCause[];
}

/** What a WT tells of bearers that an eNB changes. */
export interface BearerModification {
  readonly added: readonly AdmittedBearer[];
  readonly modified: readonly { readonly erabId: number }[];
  readonly released: readonly number[];
  readonly notAdmitted: readonly BearerCause[];
}

/** The part of a WT that sets bearers up, changes and releases them (TS 36.463, 8.8 and 8.9). */
export interface WtBearers {
  add(station: Uint8Array, holder: BearerHolder, asked: readonly BearerToAdd[]): Admission;
  /** @returns undefined where nothing is asked of bearers */
  modify(
    station: Uint8Array,
    holder: BearerHolder,
    context: asn1.UEContextInformationWTModReq,
  ): BearerModification | undefined;
  closeAll(holder: BearerHolder): void;
  /** Closes those of which the eNB has no tunnel. @returns whether there were any, and none is left */
  closeEnded(holder: BearerHolder, enbTunnel: TunnelEnd): boolean;
}

/** LWAAP has 5 bits for it (TS 36.360, 6.1.2). */
const MOST_DRB_ID = 31;

/** QCIs of bearers with a guaranteed bit rate (TS 23.203, Table 6.1.7). */
const GBR_QCIS: ReadonlySet<number> = /* @__PURE__ */ new Set([
  1, 2, 3, 4, 65, 66, 67, 71, 72, 73, 74, 75, 76, 82, 83, 84, 85,
]);

const UNSPECIFIED = /* @__PURE__ */ radioNetworkCause('unspecified');
const TWICE = /* @__PURE__ */ radioNetworkCause('multiple-E-RAB-ID-instances');
const WRONG_QOS = /* @__PURE__ */ radioNetworkCause('invalid-QoS-combination');

const lacksBitRate = (qos: asn1.ERABQoSParameters | undefined): boolean =>
  qos !== undefined && qos.gbrQosInformation === undefined && GBR_QCIS.has(Number(qos.qCI));

const erabIdOf = (item: { readonly 'e-RAB-ID': number | bigint }): number => Number(item['e-RAB-ID']);

const NONE: ReadonlySet<number> = /* @__PURE__ */ new Set();

/** The identities that are there more than once. */
const repeatedIn = (ids: readonly number[]): ReadonlySet<number> =>
  ids.length < 2 ? NONE : new Set(ids.filter((id, i) => ids.indexOf(id) !== i));

/** @param ip 4 octets: where tunnels end at the WT */
export function createWtBearers(tunnels: WtTunnels, ip: Uint8Array): WtBearers {
  const close = (bearer: WtBearer): void => tunnels.close(bearer);

  /**
   * Sets up what can be: bearers for downlink alone, or of a DRB that LWAAP can name, over IPv4.
   * @param repeated named more than once in the message
   */
  const admit = (
    station: Uint8Array,
    holder: BearerHolder,
    asked: readonly BearerToAdd[],
    repeated: ReadonlySet<number>,
    refused: Map<number, BearerCause>,
  ): readonly AdmittedBearer[] => {
    const { gtp } = holder;
    const held = (id: number): boolean => holder.bearers.some(({ erabId }) => erabId === id);
    const admitted: WtBearer[] = [];
    for (const bearer of asked) {
      const erabId = erabIdOf(bearer);
      const enbTunnel = ipv4TunnelOf(bearer['eNB-GTPtunnelEndpoint']);
      const drb = extensionOf(bearer['iE-Extensions'], 'DRB-Identity');
      const drbId = drb === undefined ? undefined : Number(drb);
      if (repeated.has(erabId) || held(erabId)) refused.set(erabId, { erabId, cause: TWICE });
      else if (lacksBitRate(bearer['e-RAB-QoS-Parameters']))
        refused.set(erabId, { erabId, cause: WRONG_QOS });
      else if (enbTunnel === undefined || (drbId ?? 0) > MOST_DRB_ID)
        refused.set(erabId, { erabId, cause: UNSPECIFIED });
      else admitted.push(tunnels.open({ station, erabId, drbId, gtp, enbTunnel }));
    }
    holder.bearers = holder.bearers.length === 0 ? admitted : [...holder.bearers, ...admitted];
    return admitted.map(({ erabId, teid }) => ({ erabId, wtTunnel: { address: ip, teid } }));
  };

  return {
    add(station, holder, asked) {
      const refused = new Map<number, BearerCause>();
      const admitted = admit(station, holder, asked, repeatedIn(asked.map(erabIdOf)), refused);
      return { admitted, notAdmitted: [...refused.values()] };
    },
    modify(station, holder, context) {
      const {
        'e-RABs-ToBeAdded': toAdd,
        'e-RABs-ToBeModified': toModify,
        'e-RABs-ToBeReleased': toRelease,
      } = context;
      if ((toAdd ?? toModify ?? toRelease) === undefined) return undefined;
      const [adding, modifying] = [itemsOf(toAdd ?? []), itemsOf(toModify ?? [])];
      const repeated = repeatedIn([...adding, ...modifying].map(erabIdOf));
      const refused = new Map<number, BearerCause>();
      const refuse = (erabId: number, cause: BearerCause['cause']): void => {
        refused.set(erabId, { erabId, cause });
      };
      const known = (erabId: number) => holder.bearers.find(bearer => bearer.erabId === erabId);

      const released = new Set<WtBearer>();
      for (const erabId of itemsOf(toRelease ?? []).map(erabIdOf)) {
        const bearer = known(erabId);
        if (bearer === undefined) refuse(erabId, UNSPECIFIED);
        else released.add(bearer);
      }
      released.forEach(close);
      holder.bearers = holder.bearers.filter(bearer => !released.has(bearer));

      const modified: { erabId: number }[] = [];
      for (const item of modifying) {
        const erabId = erabIdOf(item);
        const bearer = known(erabId);
        if (repeated.has(erabId)) refuse(erabId, TWICE);
        else if (lacksBitRate(item['e-RAB-QoS-Parameters'])) refuse(erabId, WRONG_QOS);
        else if (bearer === undefined) refuse(erabId, UNSPECIFIED);
        else {
          const endpoint = item['eNB-GTPtunnelEndpoint'];
          const enbTunnel = endpoint === undefined ? bearer.enbTunnel : ipv4TunnelOf(endpoint);
          if (enbTunnel === undefined) refuse(erabId, UNSPECIFIED);
          else {
            bearer.enbTunnel = enbTunnel;
            modified.push({ erabId });
          }
        }
      }
      const added = admit(station, holder, adding, repeated, refused);
      return {
        added,
        modified,
        released: [...released].map(({ erabId }) => erabId),
        notAdmitted: [...refused.values()],
      };
    },
    closeAll: ({ bearers }) => bearers.forEach(close),
    closeEnded(holder, { ip: enbIp, teid }) {
      const isEnded = ({ enbTunnel }: WtBearer): boolean => enbTunnel.teid === teid && enbTunnel.ip === enbIp;
      const ended = holder.bearers.filter(isEnded);
      ended.forEach(close);
      holder.bearers = holder.bearers.filter(bearer => !isEnded(bearer));
      return ended.length > 0 && holder.bearers.length === 0;
    },
  };
}
