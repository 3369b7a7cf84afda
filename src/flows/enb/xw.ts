import { get24 } from '../../codecs/layout/octets.js';
import { errorIndication } from '../../codecs/xwap/build/interface.js';
import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import type { XwAPPDU } from '../../codecs/xwap/index.js';
import { elementaryProcedures } from '../../codecs/xwap/procedures.js';
import type { Clock } from '../engine/engine.js';
import { createPendingProcedures, FAILED, type XwapResponse } from '../xw/procedures.js';
import { tellsUnknownId, ueXwapIdsOf, unknownId } from '../xw/ue-xwap-ids.js';
import type { XwapEndpoint } from '../xw/xwap-endpoint.js';
import type { Diagnostics, XwapMessage } from '../xw/xwap-message.js';
import type { EnbUe } from './ue-context.js';
import { createWtInitiated, type WtInitiatedHost } from './wt-initiated.js';

/** What the Xw part of an eNB is told of the node that it belongs to. */
export interface EnbXwHost extends Omit<WtInitiatedHost, 'send' | 'isModifying'> {
  /** By ENB UE XwAP ID less 1. */
  readonly ues: readonly EnbUe[];
  /** Told of each XwAP message of a UE. */
  crosses(ue: EnbUe, isUplink: boolean): void;
  /** The WT has answered XwSetupRequest. */
  isSetUp(): void;
  /** Xw is no more, nor is any connection, until the WT answers another XwSetupRequest. */
  isLost(): void;
  /** The WT has confirmed that a UE is associated (TS 36.463, 8.13). */
  isAssociated(ue: EnbUe): void;
  /** The WT does not know the connection of a UE: it is no more. */
  isUnknown(ue: EnbUe): void;
}

/** The eNB's part in the signalling of Xw: which UE a message is of, and which request it answers (TS 36.463). */
export interface EnbXw {
  send(ue: EnbUe, pdu: XwAPPDU): void;
  /** @param late takes a response that comes after `answered` has been told that there is none */
  request(
    ue: EnbUe,
    procedureCode: number,
    pdu: XwAPPDU,
    answered: (response: XwapResponse | undefined) => void,
    late?: (response: XwapResponse) => void,
  ): void;
}

/** Tells the procedures of all UEs apart. */
const procedureOf = (enbUeXwapId: number, procedureCode: number): number => enbUeXwapId * 256 + procedureCode;

/** The only procedure of a connection that is there that the eNB starts and the WT answers. */
export const MODIFICATION: number = elementaryProcedures.eNBInitiatedWTModification.procedureCode;

const number = (id: Uint8Array | undefined): number | undefined => id && get24(id, 0);

/** @param responseTimeout nanoseconds that the WT may take to answer */
export function createEnbXw(clock: Clock, xw: XwapEndpoint, responseTimeout: number, host: EnbXwHost): EnbXw {
  const pending = createPendingProcedures(clock, responseTimeout);

  /** The UEs that have a connection, each once. */
  const connected = (): readonly EnbUe[] => [...new Set(host.ues)].filter(ue => ue.wtUeXwapId !== undefined);

  const send = (ue: EnbUe, pdu: XwAPPDU): void => {
    host.crosses(ue, false);
    xw.send(pdu, 'ue');
  };

  /** Tells of IDs that are of no connection (TS 36.463, 8.6.2; TS 36.413, 10.6). */
  const tellUnknown = (enbUeXwapId: Uint8Array, wtUeXwapId: Uint8Array | undefined): void => {
    const wtId = number(wtUeXwapId);
    const isEnbIdKnown = host.ues[get24(enbUeXwapId, 0) - 1] !== undefined;
    const isWtIdKnown = wtId !== undefined && host.ues.some(ue => ue.wtUeXwapId === wtId);
    const cause = radioNetworkCause(
      wtId === undefined ? 'unknown-eNB-UE-XwAP-ID' : unknownId(isEnbIdKnown, isWtIdKnown),
    );
    xw.send(errorIndication({ enbUeXwapId, wtUeXwapId, cause }), 'ue');
  };

  /** A response that cannot be used, or the WT has told of an error in a request that it could not refuse. */
  const fail = (enbUeXwapId: number | undefined, procedureCode: number | undefined): void => {
    if (enbUeXwapId !== undefined && procedureCode !== undefined)
      pending.settle(procedureOf(enbUeXwapId, procedureCode), FAILED);
  };

  const wtInitiated = createWtInitiated({
    ...host,
    send,
    connectionsEnded(ues, why) {
      host.connectionsEnded(ues, why);
      for (const { enbUeXwapId } of ues) fail(enbUeXwapId, MODIFICATION);
    },
    isModifying: ({ enbUeXwapId }) => pending.isUnderWay(procedureOf(enbUeXwapId, MODIFICATION)),
  });

  const take = (
    message: XwapMessage,
    ue: EnbUe,
    enbId: number,
    wtId: number | undefined,
    diagnostics: Diagnostics | undefined,
  ): void => {
    host.crosses(ue, true);
    // Not of the connection that was released last.
    const isPresent = ue.wtUeXwapId !== undefined && (wtId ?? ue.wtUeXwapId) === ue.wtUeXwapId;
    switch (message.message) {
      case 'WTAssociationConfirmation':
        if (isPresent) host.isAssociated(ue);
        return;
      case 'WTReleaseRequired':
        wtInitiated.releaseRequired(ue, message, diagnostics, isPresent);
        return;
      case 'WTModificationRequired':
        if (isPresent) wtInitiated.modificationRequired(ue, message, diagnostics);
        else xw.refuse(message);
        return;
      case 'ErrorIndication': {
        const { Cause, CriticalityDiagnostics } = message.ies;
        if (isPresent && tellsUnknownId(message)) {
          host.isUnknown(ue);
          fail(enbId, MODIFICATION);
        }
        // What is only notified of has been executed (TS 36.413, 10.3.4.2).
        else if (Cause?.value !== 'abstract-syntax-error-ignore-and-notify')
          fail(enbId, CriticalityDiagnostics?.procedureCode);
        return;
      }
      default:
        if (message.outcome === 'initiatingMessage') xw.refuse(message);
        else pending.settle(procedureOf(enbId, message.procedureCode), message);
    }
  };

  xw.receive = (message, diagnostics) => {
    if (message.message === 'XwSetupResponse') {
      host.isSetUp();
      return;
    }
    if (message.message === 'Reset') {
      xw.send(wtInitiated.reset(connected(), diagnostics), 'common');
      return;
    }
    const { enb, wt } = ueXwapIdsOf(message);
    if (enb === undefined) {
      if (message.outcome === 'initiatingMessage' && message.message !== 'ErrorIndication')
        xw.refuse(message);
      return;
    }
    const enbId = get24(enb, 0);
    const ue = host.ues[enbId - 1];
    // The first message that comes back names the ID that the WT has given (TS 36.413, 10.6).
    const isFirst = message.procedure === 'wTAdditionPreparation';
    const id = number(wt);
    if (
      ue !== undefined &&
      (isFirst || id === undefined || id === ue.wtUeXwapId || id === ue.releasedWtUeXwapId)
    )
      take(message, ue, enbId, id, diagnostics);
    else if (message.message !== 'ErrorIndication') tellUnknown(enb, wt);
  };

  xw.failed = response => {
    fail(number(ueXwapIdsOf(response).enb), response.procedureCode);
  };

  xw.lost = () => {
    host.isLost();
    host.connectionsEnded(connected(), ', as Xw is lost');
    pending.failAll();
  };

  return {
    send,
    request(ue, procedureCode, pdu, answered, late = () => {}) {
      pending.expect(procedureOf(ue.enbUeXwapId, procedureCode), answered, late);
      send(ue, pdu);
    },
  };
}
