import { handoverCommand } from '../../codecs/rrc/build/handover.js';
import { DlDcch } from '../../codecs/rrc/dl-dcch.js';
import type { Clock } from '../engine/engine.js';
import { kenbStarOf } from '../keys/derived.js';
import { type Cell, NEXT_HOP_CHAINING_COUNT } from '../uu/cell.js';
import type { UuTap } from '../uu/tap.js';
import type { Arrivals } from './arrivals.js';
import type { EnbConfiguration } from './configuration.js';
import { type ConnectedUe, type EnbUe, finish, takeTransaction } from './ue-context.js';
import { DRB, type EnbBearer } from './user-data.js';

/** What a source eNB asks of a target eNB over X2 (TS 36.423, 8.2.1, Handover Preparation). */
export interface HandoverRequest {
  readonly station: Uint8Array;
  /** Of the capabilities of the UE (HandoverPreparationInformation, TS 36.331, 10.2.2). */
  readonly wlanMacAddress: Uint8Array;
  /** KeNB*, for the target cell. */
  readonly kenb: Uint8Array;
  readonly target: Cell;
  /** The id that the WT knows the UE by. */
  readonly wtUeXwapId: number;
  readonly tap: UuTap;
  readonly bearer: EnbBearer;
}

/** What a target eNB answers. */
export interface HandoverPrepared {
  /** The handover command as octets, which the source passes on as they are. */
  readonly command: Uint8Array;
  /** Takes the downlink PDCP PDUs that the source forwards from there on. */
  readonly forward: (pdcp: Uint8Array) => void;
}

/** Prepares for a UE of another eNB. @param prepared takes the answer; undefined if the UE cannot have the WT there */
export type PrepareHandover = (
  request: HandoverRequest,
  prepared: (answer: HandoverPrepared | undefined) => void,
) => void;

/** What handovers need of their eNB. */
export interface HandoverHost extends Pick<Arrivals, 'expect'> {
  /** Whether anything can be asked of the WT. */
  isXwSetUp(): boolean;
  addContext(connected: ConnectedUe): EnbUe;
  /** Sends an RRCConnectionReconfiguration; `completed` follows its Complete. @param comment on it in the capture */
  reconfigure(
    ue: EnbUe,
    comment: string,
    encoded: (transactionId: number) => Uint8Array,
    completed: () => void,
  ): void;
  /** Has the WT add a UE that it knows by an id. */
  addToWt(
    ue: EnbUe,
    given: { readonly wlanMacAddress: Uint8Array; readonly wtUeXwapId: number },
    answered: (isAdded: boolean) => void,
  ): void;
  releaseWt(ue: EnbUe, ueContextKept: boolean): void;
  /** Sends downlink to a UE by way of the WT. */
  sendDownlink(ue: EnbUe, pdcp: Uint8Array): void;
  rekey(ue: EnbUe): void;
  startLwa(ue: EnbUe): void;
}

/** The handovers of an eNB, each the procedure of a UE that has begun. */
export interface Handovers {
  /**
   * To a cell of the same eNB, and a re-key there, or LWA anew where it does not go on.
   * @param why behind the comment on its command
   */
  handOver(ue: EnbUe, target: Cell, why?: string): void;
  /** To a cell of another eNB, without WT change. */
  handOverTo(ue: EnbUe, prepareHandover: PrepareHandover, target: Cell): void;
  readonly prepareHandover: PrepareHandover;
}

/** The handovers of an eNB of that configuration. @param host what the procedures are handed to */
export function createHandovers(
  clock: Clock,
  { keepsLwa, x2Delay }: EnbConfiguration,
  host: HandoverHost,
): Handovers {
  return {
    handOver(ue, target, why = '') {
      const newCRnti = host.expect(ue, kenbStarOf(ue.kenb, target.pci, target.earfcnDl), target);
      const hasLwa = ue.wtUeXwapId !== undefined;
      host.reconfigure(
        ue,
        `handover to PCI ${target.pci}${why}: LWA ${!hasLwa ? 'was not there' : keepsLwa ? 'goes on, the WT stays' : 'ends'}`,
        transactionId =>
          DlDcch.encode(
            handoverCommand({
              transactionId,
              targetCell: target.pci,
              newCRnti,
              nextHopChainingCount: NEXT_HOP_CHAINING_COUNT,
              carrier: target.earfcnDl === ue.cell.earfcnDl ? undefined : { downlink: target.earfcnDl },
              withoutWtChange: hasLwa && keepsLwa ? 'keepLWA-Config' : undefined,
              bearers: hasLwa && !keepsLwa ? [{ drbId: DRB, lwa: false }] : undefined,
            }),
          ),
        () => (keepsLwa ? host.rekey(ue) : host.startLwa(ue)),
      );
      if (keepsLwa) return;
      ue.hasLwa = false;
      host.releaseWt(ue, false);
    },

    handOverTo(ue, prepareHandover, target) {
      const { station, wlanMacAddress, wtUeXwapId, tap, bearer } = ue;
      if (wtUeXwapId === undefined || wlanMacAddress === undefined) {
        finish(ue);
        return;
      }
      const kenb = kenbStarOf(ue.kenb, target.pci, target.earfcnDl);
      const prepared = (answer: HandoverPrepared | undefined): void => {
        if (answer === undefined) {
          finish(ue);
          return;
        }
        const { command, forward } = answer;
        // From here on the UE is the target's.
        ue.isHandedOver = true;
        ue.srb?.send(command, [`handover to PCI ${target.pci}, of another eNB: LWA goes on, the WT stays`]);
        host.releaseWt(ue, true);
        // Data forwarding (TS 36.300, 10.1.2.3); the S1 path, which is out of sight here, stays as it is.
        bearer.downlink = lwaap => clock.after(x2Delay, () => forward(lwaap));
      };
      const asked = { station, wlanMacAddress, kenb, target, wtUeXwapId, tap, bearer };
      clock.after(x2Delay, () => prepareHandover(asked, prepared));
    },

    prepareHandover({ target, wtUeXwapId, ...connected }, prepared) {
      const { wlanMacAddress, kenb } = connected;
      const answer = (prepare: HandoverPrepared | undefined): void => {
        clock.after(x2Delay, () => prepared(prepare));
      };
      if (!host.isXwSetUp()) {
        answer(undefined);
        return;
      }
      const ue = host.addContext({ ...connected, cell: target });
      ue.isBusy = true;
      ue.hasDrb = true;
      ue.hasLwa = true;
      ue.nextWtCounter = 0;
      host.addToWt(ue, { wlanMacAddress, wtUeXwapId }, isAdded => {
        if (!isAdded) {
          finish(ue);
          answer(undefined);
          return;
        }
        const command = handoverCommand({
          transactionId: takeTransaction(ue, () => host.rekey(ue)),
          targetCell: target.pci,
          newCRnti: host.expect(ue, kenb, target),
          nextHopChainingCount: NEXT_HOP_CHAINING_COUNT,
          withoutWtChange: 'keepLWA-Config',
        });
        answer({ command: DlDcch.encode(command), forward: pdcp => host.sendDownlink(ue, pdcp) });
      });
    },
  };
}
