/** Names of the reason codes of deauthentication and disassociation (IEEE 802.11-2020, Table 9-49), by their numbers. */
export const REASON_CODES: Readonly<Record<number, string>> = {
  1: 'UNSPECIFIED_REASON',
  2: 'INVALID_AUTHENTICATION',
  3: 'LEAVING_NETWORK_DEAUTH',
  4: 'REASON_INACTIVITY',
  5: 'NO_MORE_STAS',
  6: 'INVALID_CLASS2_FRAME',
  7: 'INVALID_CLASS3_FRAME',
  8: 'LEAVING_NETWORK_DISASSOC',
  9: 'NOT_AUTHENTICATED',
  10: 'UNACCEPTABLE_POWER_CAPABILITY',
  11: 'UNACCEPTABLE_SUPPORTED_CHANNELS',
  12: 'BSS_TRANSITION_DISASSOC',
  13: 'REASON_INVALID_ELEMENT',
  14: 'MIC_FAILURE',
  15: '4WAY_HANDSHAKE_TIMEOUT',
  16: 'GK_HANDSHAKE_TIMEOUT',
  17: 'HANDSHAKE_ELEMENT_MISMATCH',
  18: 'REASON_INVALID_GROUP_CIPHER',
  19: 'REASON_INVALID_PAIRWISE_CIPHER',
  20: 'REASON_INVALID_AKMP',
  21: 'UNSUPPORTED_RSNE_VERSION',
  22: 'INVALID_RSNE_CAPABILITIES',
  23: '802_1_X_AUTH_FAILED',
  24: 'REASON_CIPHER_OUT_OF_POLICY',
  25: 'TDLS_PEER_UNREACHABLE',
  26: 'TDLS_UNSPECIFIED_REASON',
  27: 'SSP_REQUESTED_DISASSOC',
  28: 'NO_SSP_ROAMING_AGREEMENT',
  29: 'BAD_CIPHER_OR_AKM',
  30: 'NOT_AUTHORIZED_THIS_LOCATION',
  31: 'SERVICE_CHANGE_PRECLUDES_TS',
  32: 'UNSPECIFIED_QOS_REASON',
  33: 'NOT_ENOUGH_BANDWIDTH',
  34: 'MISSING_ACKS',
  35: 'EXCEEDED_TXOP',
  36: 'STA_LEAVING',
  37: 'END_TS_BA_DLS',
  38: 'UNKNOWN_TS_BA',
  39: 'TIMEOUT',
  45: 'PEERKEY_MISMATCH',
  46: 'PEER_INITIATED',
  47: 'AP_INITIATED',
  48: 'REASON_INVALID_FT_ACTION_FRAME_COUNT',
  49: 'REASON_INVALID_PMKID',
  50: 'REASON_INVALID_MDE',
  51: 'REASON_INVALID_FTE',
  52: 'MESH_PEERING_CANCELED',
  53: 'MESH_MAX_PEERS',
  54: 'MESH_CONFIGURATION_POLICY_VIOLATION',
  55: 'MESH_CLOSE_RCVD',
  56: 'MESH_MAX_RETRIES',
  57: 'MESH_CONFIRM_TIMEOUT',
  58: 'MESH_INVALID_GTK',
  59: 'MESH_INCONSISTENT_PARAMETERS',
  60: 'MESH_INVALID_SECURITY_CAPABILITY',
  61: 'MESH_PATH_ERROR_NO_PROXY_INFORMATION',
  62: 'MESH_PATH_ERROR_NO_FORWARDING_INFORMATION',
  63: 'MESH_PATH_ERROR_DESTINATION_UNREACHABLE',
  64: 'MAC_ADDRESS_ALREADY_EXISTS_IN_MBSS',
  65: 'MESH_CHANNEL_SWITCH_REGULATORY_REQUIREMENTS',
  66: 'MESH_CHANNEL_SWITCH_UNSPECIFIED',
  67: 'TRANSMISSION_LINK_ESTABLISHMENT_FAILED',
  68: 'ALTERNATIVE_CHANNEL_OCCUPIED',
  71: 'POOR_RSSI_CONDITIONS',
};

/** Reason codes by what they say, of those that a handshake and what leads to it or ends it give (Table 9-49). */
export const REASON = {
  /** The authentication before is no longer valid. */
  invalidAuthentication: 2,
  /** The station leaves the BSS: in a deauthentication. */
  leaving: 3,
  /** A frame of class 2 from a station that is not authenticated. */
  invalidClass2: 6,
  /** A frame of class 3 from a station that is not associated. */
  invalidClass3: 7,
  /** The station leaves the BSS: in a disassociation. */
  leavingDisassociation: 8,
  /** A wrong Michael MIC, of TKIP. */
  micFailure: 14,
  handshakeTimeout: 15,
  groupHandshakeTimeout: 16,
  /** The RSNE of the handshake is not that of the beacon, or of the association request. */
  elementMismatch: 17,
} as const;

/** Whether a reason is that the sender leaves, for its own sake. */
export const isLeaving = (code: number | undefined): boolean =>
  code === REASON.leaving || code === REASON.leavingDisassociation;

/** The name of a reason, or its number where it has none here: `reason 200`. */
export const reasonName = (code: number): string => REASON_CODES[code] ?? `reason ${code}`;
