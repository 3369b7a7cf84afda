-- XwAP (TS 36.463), as src/codecs/xwap declares it: made by `npm run wireshark-schema`, not to be edited.
-- The types, each behind those that it is made of; the last is XwAP-PDU.
local t = {}
t[1] = { kind = "INTEGER", lower = 0, upper = 255 } -- ProcedureCode
t[2] = { kind = "ENUMERATED", root = { "reject", "ignore", "notify" } } -- Criticality
t[3] = { kind = "INTEGER", lower = 0, upper = 65535 } -- ProtocolIEID
t[4] = { kind = "OCTET STRING", lower = 3, upper = 3 } -- PLMN-Identity
t[5] = { kind = "BIT STRING", lower = 20, upper = 20 }
t[6] = { kind = "OPEN TYPE BY", key = "id", rows = {} }
t[7] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[6] } } }
t[8] = { kind = "BIT STRING", lower = 18, upper = 18 }
t[9] = { kind = "BIT STRING", lower = 21, upper = 21 }
t[10] = { kind = "CHOICE", root = { { name = "macroENB-ID", type = t[5] }, { name = "otherENB-ID", type = t[7] } }, extensible = true, additions = { { name = "short-macroENB-ID", type = t[8] }, { name = "long-macroENB-ID", type = t[9] } } } -- ENBID
t[11] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "extensionValue", type = t[6] } } }
t[12] = { kind = "SEQUENCE OF", lower = 1, upper = 65535, element = t[11] }
t[13] = { kind = "SEQUENCE", root = { { name = "pLMNidentity", type = t[4] }, { name = "eNB-ID", type = t[10] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- Global-ENB-ID
t[14] = { kind = "OPEN TYPE BY", key = "id", rows = { [9] = { name = "Global-ENB-ID", type = t[13] } } }
t[15] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[14] } } }
t[16] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[15] }
t[17] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[16] } }, extensible = true } -- XwSetupRequest
t[18] = { kind = "OCTET STRING", lower = 6, upper = 6 } -- BSSID
t[19] = { kind = "ENUMERATED", root = { "unitedStates", "europe", "japan", "global" }, extensible = true, additions = {} } -- WLANCountryCode
t[20] = { kind = "INTEGER", lower = 0, upper = 10000000000 } -- BitRate
t[21] = { kind = "ENUMERATED", root = { "band2dot4", "band5" }, extensible = true, additions = { "band60" } } -- WLANband
t[22] = { kind = "CHOICE", root = { { name = "band", type = t[21] }, { name = "channelnumber", type = t[1] } }, extensible = true, additions = {} } -- WLANBandInformation
t[23] = { kind = "OPEN TYPE BY", key = "id", rows = { [60] = { name = "wLANBandInformation", type = t[22] } } }
t[24] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[23] } } }
t[25] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[24] } -- WLANBandInformationList
t[26] = { kind = "SEQUENCE", root = { { name = "bSSID", type = t[18] }, { name = "wLANOperatingClass", type = t[1], optional = true }, { name = "wLANCountryCode", type = t[19], optional = true }, { name = "maximumCapacity", type = t[20], optional = true }, { name = "wLANBandInformationList", type = t[25], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- BSSItem
t[27] = { kind = "OCTET STRING", lower = 1, upper = 32 } -- SSID
t[28] = { kind = "ENUMERATED", root = { "lWAandLWIP", "lWIPonly" }, extensible = true, additions = {} } -- WLANUsage
t[29] = { kind = "OPEN TYPE BY", key = "id", rows = { [72] = { name = "WLANUsage", type = t[28] } } }
t[30] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "extensionValue", type = t[29] } } }
t[31] = { kind = "SEQUENCE OF", lower = 1, upper = 65535, element = t[30] }
t[32] = { kind = "SEQUENCE", root = { { name = "bSS-Item", type = t[26], optional = true }, { name = "sSID", type = t[27], optional = true }, { name = "hESSID", type = t[18], optional = true }, { name = "iE-Extensions", type = t[31], optional = true } }, extensible = true } -- WLANInformation
t[33] = { kind = "SEQUENCE", root = { { name = "wLANInformation", type = t[32] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- WLANIdentifier-Item
t[34] = { kind = "OPEN TYPE BY", key = "id", rows = { [17] = { name = "WLANIdentifier-Item", type = t[33] } } }
t[35] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[34] } } }
t[36] = { kind = "SEQUENCE OF", lower = 1, upper = 4096, element = t[35] } -- WLANIdentifier-List
t[37] = { kind = "SEQUENCE", root = { { name = "bSSID", type = t[18] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- WLANIdentifiersToDelete-Item
t[38] = { kind = "OPEN TYPE BY", key = "id", rows = { [20] = { name = "WLANIdentifiersToDelete-Item", type = t[37] } } }
t[39] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[38] } } }
t[40] = { kind = "SEQUENCE OF", lower = 1, upper = 4096, element = t[39] } -- WLANIdentifiersToDelete-List
t[41] = { kind = "SEQUENCE", root = { { name = "sSID", type = t[27], optional = true }, { name = "hESSID", type = t[18], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- WLANIdentifiersToDeleteExtension-Item
t[42] = { kind = "OPEN TYPE BY", key = "id", rows = { [61] = { name = "WLANIdentifiersToDeleteExtension-Item", type = t[41] } } }
t[43] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[42] } } }
t[44] = { kind = "SEQUENCE OF", lower = 1, upper = 4096, element = t[43] } -- WLANIdentifiersToDeleteExtension-List
t[45] = { kind = "SEQUENCE", root = { { name = "glogal-eNB-ID", type = t[13] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- ENBNeighbour-Item
t[46] = { kind = "OPEN TYPE BY", key = "id", rows = { [68] = { name = "eNBNeighbour-Item", type = t[45] } } }
t[47] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[46] } } }
t[48] = { kind = "SEQUENCE OF", lower = 0, upper = 256, element = t[47] } -- ENBNeighbour-List
t[49] = { kind = "OPEN TYPE BY", key = "id", rows = { [19] = { name = "WLANIdentifiersToAdd-List", type = t[36] }, [21] = { name = "WLANIdentifiersToDelete-List", type = t[40] }, [22] = { name = "WLANIdentifiersToModify-List", type = t[36] }, [62] = { name = "WLANIdentifiersToDeleteExtension-List", type = t[44] }, [67] = { name = "eNBNeighbour-List", type = t[48] } } }
t[50] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[49] } } }
t[51] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[50] }
t[52] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[51] } }, extensible = true } -- WTConfigurationUpdate
t[53] = { kind = "OPEN TYPE BY", key = "id", rows = { [2] = { name = "BSSToReport-Item", type = t[37] } } }
t[54] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[53] } } }
t[55] = { kind = "SEQUENCE OF", lower = 1, upper = 4096, element = t[54] } -- BSSToReport-List
t[56] = { kind = "INTEGER", lower = 1, upper = 4095, extensible = true } -- Measurement-ID
t[57] = { kind = "ENUMERATED", root = { "partial-success-allowed" }, extensible = true, additions = {} } -- PartialSuccessIndicator
t[58] = { kind = "ENUMERATED", root = { "start", "stop" }, extensible = true, additions = {} } -- Registration-Request
t[59] = { kind = "BIT STRING", lower = 32, upper = 32 } -- ReportCharacteristics
t[60] = { kind = "ENUMERATED", root = { "ms10", "ms50", "ms100", "ms200", "ms500", "s1", "s5", "s10" }, extensible = true, additions = {} } -- ReportingPeriodicity
t[61] = { kind = "OPEN TYPE BY", key = "id", rows = { [3] = { name = "BSSToReport-List", type = t[55] }, [8] = { name = "ENB-Measurement-ID", type = t[56] }, [13] = { name = "PartialSuccessIndicator", type = t[57] }, [14] = { name = "Registration-Request", type = t[58] }, [15] = { name = "ReportCharacteristics", type = t[59] }, [16] = { name = "ReportingPeriodicity", type = t[60] }, [24] = { name = "WT-Measurement-ID", type = t[56] } } }
t[62] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[61] } } }
t[63] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[62] }
t[64] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[63] } }, extensible = true } -- WTStatusRequest
t[65] = { kind = "SEQUENCE", root = { { name = "channelUtilization", type = t[1] }, { name = "stationCount", type = t[3], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- BSSLoad
t[66] = { kind = "ENUMERATED", root = { "r0", "r4", "r8", "r16", "r32", "r64", "r128", "r256", "r512", "r1024", "r2048", "r4096", "r8192", "r16384", "r32768", "r65536", "r131072", "r262144", "r524288", "r1048576", "r2097152", "r4194304", "r8388608", "r16777216", "r33554432", "r67108864", "r134217728", "r268435456", "r536870912", "r1073741824", "r2147483648", "r4294967296" } } -- WLANBackhaulRate
t[67] = { kind = "SEQUENCE", root = { { name = "wAN-Backhaul-Rate-DL", type = t[66] }, { name = "wAN-Backhaul-Rate-UL", type = t[66] }, { name = "wANBackhaulLoad-DL", type = t[1] }, { name = "wANBackhaulLoad-UL", type = t[1] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- WANMetrics
t[68] = { kind = "INTEGER", lower = 0, upper = 100 } -- CapacityValue
t[69] = { kind = "SEQUENCE", root = { { name = "capacityValue", type = t[68] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- AvailableChUtilization
t[70] = { kind = "SEQUENCE", root = { { name = "bSSID", type = t[18] }, { name = "bSSLoad", type = t[65], optional = true }, { name = "wANMetrics", type = t[67], optional = true }, { name = "availableChUtilization", type = t[69], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- BSSMeasurementResult-Item
t[71] = { kind = "OPEN TYPE BY", key = "id", rows = { [0] = { name = "BSSMeasurementResult-Item", type = t[70] } } }
t[72] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[71] } } }
t[73] = { kind = "SEQUENCE OF", lower = 1, upper = 4096, element = t[72] } -- BSSMeasurementResult-List
t[74] = { kind = "OPEN TYPE BY", key = "id", rows = { [1] = { name = "BSSMeasurementResult-List", type = t[73] }, [8] = { name = "ENB-Measurement-ID", type = t[56] }, [24] = { name = "WT-Measurement-ID", type = t[56] } } }
t[75] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[74] } } }
t[76] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[75] }
t[77] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[76] } }, extensible = true } -- WTStatusReport
t[78] = { kind = "ENUMERATED", root = { "unknown-eNB-UE-XwAP-ID", "unknown-WT-UE-XwAP-ID", "unknown-pair-of-UE-XwAP-ID", "wLAN-not-available", "security-failure", "reportCharacteristicsEmpty", "existing-Measurement-ID", "unknown-Measurement-ID", "measurement-temporarily-not-available", "unspecified", "multiple-E-RAB-ID-instances", "switch-off-ongoing", "not-supported-QCI-value", "measurement-not-supported-for-the-object", "reduce-load", "resource-optimisation", "target-not-allowed", "no-radio-resources-available", "invalid-QoS-combination", "procedure-cancelled", "radio-connection-with-UE-lost", "failure-in-the-radio-interface-procedure" }, extensible = true, additions = { "no-report-periodicity", "wrong-wlan-interworking-mode" } } -- CauseRadioNetwork
t[79] = { kind = "ENUMERATED", root = { "transport-resource-unavailable", "unspecified" }, extensible = true, additions = {} } -- CauseTransport
t[80] = { kind = "ENUMERATED", root = { "transfer-syntax-error", "abstract-syntax-error-reject", "abstract-syntax-error-ignore-and-notify", "message-not-compatible-with-receiver-state", "semantic-error", "unspecified", "abstract-syntax-error-falsely-constructed-message" }, extensible = true, additions = {} } -- CauseProtocol
t[81] = { kind = "ENUMERATED", root = { "control-processing-overload", "hardware-failure", "om-intervention", "not-enough-user-plane-processing-resources", "unspecified" }, extensible = true, additions = {} } -- CauseMisc
t[82] = { kind = "CHOICE", root = { { name = "radioNetwork", type = t[78] }, { name = "transport", type = t[79] }, { name = "protocol", type = t[80] }, { name = "misc", type = t[81] } }, extensible = true, additions = {} } -- Cause
t[83] = { kind = "ENUMERATED", root = { "initiating-message", "successful-outcome", "unsuccessful-outcome" } } -- TriggeringMessage
t[84] = { kind = "ENUMERATED", root = { "not-understood", "missing" }, extensible = true, additions = {} } -- TypeOfError
t[85] = { kind = "SEQUENCE", root = { { name = "iECriticality", type = t[2] }, { name = "iE-ID", type = t[3] }, { name = "typeOfError", type = t[84] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- CriticalityDiagnosticsIEItem
t[86] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[85] } -- CriticalityDiagnosticsIEList
t[87] = { kind = "SEQUENCE", root = { { name = "procedureCode", type = t[1], optional = true }, { name = "triggeringMessage", type = t[83], optional = true }, { name = "procedureCriticality", type = t[2], optional = true }, { name = "iEsCriticalityDiagnostics", type = t[86], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- CriticalityDiagnostics
t[88] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [7] = { name = "CriticalityDiagnostics", type = t[87] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] } } }
t[89] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[88] } } }
t[90] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[89] }
t[91] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[90] } }, extensible = true } -- ErrorIndication
t[92] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] } } }
t[93] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[92] } } }
t[94] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[93] }
t[95] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[94] } }, extensible = true } -- Reset
t[96] = { kind = "INTEGER", lower = 0, upper = 15, extensible = true } -- ERABID
t[97] = { kind = "INTEGER", lower = 0, upper = 15 } -- PriorityLevel
t[98] = { kind = "ENUMERATED", root = { "shall-not-trigger-pre-emption", "may-trigger-pre-emption" } } -- PreemptionCapability
t[99] = { kind = "ENUMERATED", root = { "not-pre-emptable", "pre-emptable" } } -- PreemptionVulnerability
t[100] = { kind = "SEQUENCE", root = { { name = "priorityLevel", type = t[97] }, { name = "pre-emptionCapability", type = t[98] }, { name = "pre-emptionVulnerability", type = t[99] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- AllocationAndRetentionPriority
t[101] = { kind = "SEQUENCE", root = { { name = "e-RAB-MaximumBitrateDL", type = t[20] }, { name = "e-RAB-GuaranteedBitrateDL", type = t[20] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- GBRQosInformation
t[102] = { kind = "SEQUENCE", root = { { name = "qCI", type = t[1] }, { name = "allocationRetentionPriority", type = t[100] }, { name = "gbrQosInformation", type = t[101], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- ERABQoSParameters
t[103] = { kind = "BIT STRING", lower = 1, upper = 160, extensible = true } -- TransportLayerAddress
t[104] = { kind = "OCTET STRING", lower = 4, upper = 4 } -- GTPTEID
t[105] = { kind = "SEQUENCE", root = { { name = "transportLayerAddress", type = t[103] }, { name = "gTP-TEID", type = t[104] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- GTPtunnelEndpoint
t[106] = { kind = "INTEGER", lower = 1, upper = 32, extensible = true } -- DRB-Identity
t[107] = { kind = "OPEN TYPE BY", key = "id", rows = { [65] = { name = "DRB-Identity", type = t[106] } } }
t[108] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "extensionValue", type = t[107] } } }
t[109] = { kind = "SEQUENCE OF", lower = 1, upper = 65535, element = t[108] }
t[110] = { kind = "SEQUENCE", root = { { name = "e-RAB-ID", type = t[96] }, { name = "e-RAB-QoS-Parameters", type = t[102] }, { name = "eNB-GTPtunnelEndpoint", type = t[105] }, { name = "iE-Extensions", type = t[109], optional = true } }, extensible = true } -- E-RABs-ToBeAdded-Item
t[111] = { kind = "OPEN TYPE BY", key = "id", rows = { [29] = { name = "E-RABs-ToBeAdded-Item", type = t[110] } } }
t[112] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[111] } } }
t[113] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[112] } -- E-RABs-ToBeAdded-List
t[114] = { kind = "BIT STRING", lower = 256, upper = 256 }
t[115] = { kind = "SEQUENCE", root = { { name = "wT-Security-Key", type = t[114] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- WLANSecurityInfo
t[116] = { kind = "SEQUENCE", root = { { name = "bSSID", type = t[18], optional = true }, { name = "sSID", type = t[27], optional = true }, { name = "hESSID", type = t[18], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- MobilitySetItem
t[117] = { kind = "SEQUENCE OF", lower = 1, upper = 1024, element = t[116] } -- MobilitySet
t[118] = { kind = "OPEN TYPE BY", key = "id", rows = { [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [28] = { name = "E-RABs-ToBeAdded-List", type = t[113] }, [30] = { name = "UE-Identity", type = t[18] }, [31] = { name = "WLANSecurityInfo", type = t[115] }, [54] = { name = "MobilitySet", type = t[117] }, [55] = { name = "ServingPLMN", type = t[4] } } }
t[119] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[118] } } }
t[120] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[119] }
t[121] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[120] } }, extensible = true } -- WTAdditionRequest
t[122] = { kind = "OPEN TYPE BY", key = "id", rows = { [37] = { name = "E-RABs-ToBeAdded-ModReqItem", type = t[110] } } }
t[123] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[122] } } }
t[124] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[123] } -- ERABsToBeAddedListModReq
t[125] = { kind = "SEQUENCE", root = { { name = "e-RAB-ID", type = t[96] }, { name = "e-RAB-QoS-Parameters", type = t[102], optional = true }, { name = "eNB-GTPtunnelEndpoint", type = t[105], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- E-RABs-ToBeModified-ModReqItem
t[126] = { kind = "OPEN TYPE BY", key = "id", rows = { [38] = { name = "E-RABs-ToBeModified-ModReqItem", type = t[125] } } }
t[127] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[126] } } }
t[128] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[127] } -- ERABsToBeModifiedListModReq
t[129] = { kind = "SEQUENCE", root = { { name = "e-RAB-ID", type = t[96] }, { name = "dL-GTPtunnelEndpoint", type = t[105], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- E-RABs-ToBeReleased-ModReqItem
t[130] = { kind = "OPEN TYPE BY", key = "id", rows = { [39] = { name = "E-RABs-ToBeReleased-ModReqItem", type = t[129] } } }
t[131] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[130] } } }
t[132] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[131] } -- ERABsToBeReleasedListModReq
t[133] = { kind = "SEQUENCE", root = { { name = "wLANSecurityInfo", type = t[115], optional = true }, { name = "e-RABs-ToBeAdded", type = t[124], optional = true }, { name = "e-RABs-ToBeModified", type = t[128], optional = true }, { name = "e-RABs-ToBeReleased", type = t[132], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- UE-ContextInformationWTModReq
t[134] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [36] = { name = "UE-ContextInformationWTModReq", type = t[133] }, [54] = { name = "MobilitySet", type = t[117] }, [55] = { name = "ServingPLMN", type = t[4] } } }
t[135] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[134] } } }
t[136] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[135] }
t[137] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[136] } }, extensible = true } -- WTModificationRequest
t[138] = { kind = "SEQUENCE", root = { { name = "e-RAB-ID", type = t[96] }, { name = "cause", type = t[82] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- E-RABs-ToBeReleased-ModReqdItem
t[139] = { kind = "OPEN TYPE BY", key = "id", rows = { [47] = { name = "E-RABs-ToBeReleased-ModReqdItem", type = t[138] } } }
t[140] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[139] } } }
t[141] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[140] } -- E-RABs-ToBeReleased-ModReqdList
t[142] = { kind = "ENUMERATED", root = { "ac-bk", "ac-be", "ac-vi", "ac-vo" }, extensible = true, additions = {} } -- LWA-WLAN-AC
t[143] = { kind = "OPEN TYPE BY", key = "id", rows = { [66] = { name = "LWA-WLAN-AC", type = t[142] } } }
t[144] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "extensionValue", type = t[143] } } }
t[145] = { kind = "SEQUENCE OF", lower = 1, upper = 65535, element = t[144] }
t[146] = { kind = "SEQUENCE", root = { { name = "e-RAB-ID", type = t[96] }, { name = "wT-GTPtunnelEndpoint", type = t[105], optional = true }, { name = "iE-Extensions", type = t[145], optional = true } }, extensible = true } -- E-RABs-ToBeModified-ModReqdItem
t[147] = { kind = "OPEN TYPE BY", key = "id", rows = { [57] = { name = "E-RABs-ToBeModified-ModReqdItem", type = t[146] } } }
t[148] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[147] } } }
t[149] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[148] } -- E-RABs-ToBeModified-ModReqdList
t[150] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [46] = { name = "E-RABs-ToBeReleased-ModReqdList", type = t[141] }, [56] = { name = "E-RABs-ToBeModified-ModReqdList", type = t[149] } } }
t[151] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[150] } } }
t[152] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[151] }
t[153] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[152] } }, extensible = true } -- WTModificationRequired
t[154] = { kind = "SEQUENCE", root = { { name = "e-RAB-ID", type = t[96] }, { name = "wT-GTPtunnelEndpoint", type = t[105], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- E-RABs-ToBeReleased-RelReqItem
t[155] = { kind = "OPEN TYPE BY", key = "id", rows = { [49] = { name = "E-RABs-ToBeReleased-RelReqItem", type = t[154] } } }
t[156] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[155] } } }
t[157] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[156] } -- E-RABs-ToBeReleased-List-RelReq
t[158] = { kind = "ENUMERATED", root = { "true" }, extensible = true, additions = {} } -- UE-ContextKeptIndicator
t[159] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [48] = { name = "E-RABs-ToBeReleased-List-RelReq", type = t[157] }, [64] = { name = "UE-ContextKeptIndicator", type = t[158] } } }
t[160] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[159] } } }
t[161] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[160] }
t[162] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[161] } }, extensible = true } -- WTReleaseRequest
t[163] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] } } }
t[164] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[163] } } }
t[165] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[164] }
t[166] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[165] } }, extensible = true } -- WTReleaseRequired
t[167] = { kind = "OPEN TYPE BY", key = "id", rows = { [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] } } }
t[168] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[167] } } }
t[169] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[168] }
t[170] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[169] } }, extensible = true } -- WTAssociationConfirmation
t[171] = { kind = "OBJECT IDENTIFIER" }
t[172] = { kind = "CHOICE", root = { { name = "local", type = t[3] }, { name = "global", type = t[171] } } } -- PrivateIEID
t[173] = { kind = "SEQUENCE", root = { { name = "id", type = t[172] }, { name = "criticality", type = t[2] }, { name = "value", type = t[6] } } } -- PrivateIEField
t[174] = { kind = "SEQUENCE OF", lower = 1, upper = 65535, element = t[173] } -- PrivateIEContainer
t[175] = { kind = "SEQUENCE", root = { { name = "privateIEs", type = t[174] } }, extensible = true } -- PrivateMessage
t[176] = { kind = "OCTET STRING", lower = 0 } -- IKEInitiatorIdentity
t[177] = { kind = "SEQUENCE", root = { { name = "lWIP-PSK", type = t[114] }, { name = "iKE-Initiator-Identity", type = t[176] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- LWIP-SeGWSecurityInfo
t[178] = { kind = "OPEN TYPE BY", key = "id", rows = { [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [30] = { name = "UE-Identity", type = t[18] }, [54] = { name = "MobilitySet", type = t[117] }, [55] = { name = "ServingPLMN", type = t[4] }, [69] = { name = "LWIP-SeGWSecurityInfo", type = t[177] }, [70] = { name = "eNBGTPtunnelEndpoint", type = t[105] } } }
t[179] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[178] } } }
t[180] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[179] }
t[181] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[180] } }, extensible = true } -- LWIPAdditionRequest
t[182] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [54] = { name = "MobilitySet", type = t[117] }, [55] = { name = "ServingPLMN", type = t[4] } } }
t[183] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[182] } } }
t[184] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[183] }
t[185] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[184] } }, extensible = true } -- LWIPModificationRequest
t[186] = { kind = "OPEN TYPE BY", key = "procedureCode", rows = { [0] = { name = "XwSetupRequest", type = t[17] }, [1] = { name = "WTConfigurationUpdate", type = t[52] }, [2] = { name = "WTStatusRequest", type = t[64] }, [3] = { name = "WTStatusReport", type = t[77] }, [4] = { name = "ErrorIndication", type = t[91] }, [5] = { name = "Reset", type = t[95] }, [6] = { name = "WTAdditionRequest", type = t[121] }, [7] = { name = "WTModificationRequest", type = t[137] }, [8] = { name = "WTModificationRequired", type = t[153] }, [9] = { name = "WTReleaseRequest", type = t[162] }, [10] = { name = "WTReleaseRequired", type = t[166] }, [11] = { name = "WTAssociationConfirmation", type = t[170] }, [12] = { name = "PrivateMessage", type = t[175] }, [13] = { name = "LWIPAdditionRequest", type = t[181] }, [14] = { name = "LWIPModificationRequest", type = t[185] }, [15] = { name = "LWIPReleaseRequest", type = t[166] }, [16] = { name = "LWIPReleaseRequired", type = t[166] } } }
t[187] = { kind = "SEQUENCE", root = { { name = "procedureCode", type = t[1] }, { name = "criticality", type = t[2] }, { name = "value", type = t[186] } } }
t[188] = { kind = "BIT STRING", lower = 24, upper = 24 }
t[189] = { kind = "SEQUENCE", root = { { name = "pLMN-Identity", type = t[4] }, { name = "shortWTID", type = t[188] } }, extensible = true } -- WTIDType1
t[190] = { kind = "BIT STRING", lower = 48, upper = 48 } -- WTIDLongType2
t[191] = { kind = "CHOICE", root = { { name = "wTID-Type1", type = t[189] }, { name = "wTID-Type2", type = t[190] } }, extensible = true, additions = {} } -- WTID
t[192] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] }, [18] = { name = "WLANIdentifier-List", type = t[36] }, [23] = { name = "WTID", type = t[191] }, [67] = { name = "eNBNeighbour-List", type = t[48] } } }
t[193] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[192] } } }
t[194] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[193] }
t[195] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[194] } }, extensible = true } -- XwSetupResponse
t[196] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] } } }
t[197] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[196] } } }
t[198] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[197] }
t[199] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[198] } }, extensible = true } -- WTConfigurationUpdateAcknowledge
t[200] = { kind = "SEQUENCE", root = { { name = "measurementFailedReportCharacteristics", type = t[59] }, { name = "cause", type = t[82] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- MeasurementFailureCause-Item
t[201] = { kind = "OPEN TYPE BY", key = "id", rows = { [10] = { name = "MeasurementFailureCause-Item", type = t[200] } } }
t[202] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[201] } } }
t[203] = { kind = "SEQUENCE OF", lower = 1, upper = 32, element = t[202] } -- MeasurementFailureCauseList
t[204] = { kind = "SEQUENCE", root = { { name = "bSSID", type = t[18] }, { name = "measurementFailureCause-List", type = t[203], optional = true }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- MeasurementInitiationResult-Item
t[205] = { kind = "OPEN TYPE BY", key = "id", rows = { [11] = { name = "MeasurementInitiationResult-Item", type = t[204] } } }
t[206] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[205] } } }
t[207] = { kind = "SEQUENCE OF", lower = 1, upper = 4096, element = t[206] } -- MeasurementInitiationResult-List
t[208] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] }, [8] = { name = "ENB-Measurement-ID", type = t[56] }, [12] = { name = "MeasurementInitiationResult-List", type = t[207] }, [24] = { name = "WT-Measurement-ID", type = t[56] } } }
t[209] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[208] } } }
t[210] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[209] }
t[211] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[210] } }, extensible = true } -- WTStatusResponse
t[212] = { kind = "SEQUENCE", root = { { name = "e-RAB-ID", type = t[96] }, { name = "wT-GTPtunnelEndpoint", type = t[105] }, { name = "iE-Extensions", type = t[145], optional = true } }, extensible = true } -- E-RABs-Admitted-ToBeAdded-Item
t[213] = { kind = "OPEN TYPE BY", key = "id", rows = { [33] = { name = "E-RABs-Admitted-ToBeAdded-Item", type = t[212] } } }
t[214] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[213] } } }
t[215] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[214] } -- E-RABs-Admitted-ToBeAdded-List
t[216] = { kind = "OPEN TYPE BY", key = "id", rows = { [35] = { name = "E-RAB-Item", type = t[138] } } }
t[217] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[216] } } }
t[218] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[217] } -- E-RAB-List
t[219] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [32] = { name = "E-RABs-Admitted-ToBeAdded-List", type = t[215] }, [34] = { name = "E-RABs-NotAdmitted-List", type = t[218] }, [73] = { name = "WT-MAC-Address", type = t[18] } } }
t[220] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[219] } } }
t[221] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[220] }
t[222] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[221] } }, extensible = true } -- WTAdditionRequestAcknowledge
t[223] = { kind = "OPEN TYPE BY", key = "id", rows = { [41] = { name = "E-RABs-Admitted-ToBeAdded-ModAckItem", type = t[212] } } }
t[224] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[223] } } }
t[225] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[224] } -- E-RABs-Admitted-ToBeAdded-ModAckList
t[226] = { kind = "OPEN TYPE BY", key = "id", rows = { [43] = { name = "E-RABs-Admitted-ToBeModified-ModAckItem", type = t[146] } } }
t[227] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[226] } } }
t[228] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[227] } -- E-RABs-Admitted-ToBeModified-ModAckList
t[229] = { kind = "SEQUENCE", root = { { name = "e-RAB-ID", type = t[96] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- E-RABs-Admitted-ToBeReleased-ModAckItem
t[230] = { kind = "OPEN TYPE BY", key = "id", rows = { [45] = { name = "E-RABs-Admitted-ToBeReleased-ModAckItem", type = t[229] } } }
t[231] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[230] } } }
t[232] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[231] } -- E-RABs-Admitted-ToBeReleased-ModAckList
t[233] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [34] = { name = "E-RABs-NotAdmitted-List", type = t[218] }, [40] = { name = "E-RABs-Admitted-ToBeAdded-ModAckList", type = t[225] }, [42] = { name = "E-RABs-Admitted-ToBeModified-ModAckList", type = t[228] }, [44] = { name = "E-RABs-Admitted-ToBeReleased-ModAckList", type = t[232] } } }
t[234] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[233] } } }
t[235] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[234] }
t[236] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[235] } }, extensible = true } -- WTModificationRequestAcknowledge
t[237] = { kind = "OPEN TYPE BY", key = "id", rows = { [53] = { name = "E-RABs-Confirmed-ToBeReleased-ModReqdItem", type = t[129] } } }
t[238] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[237] } } }
t[239] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[238] } -- E-RABs-Confirmed-ToBeReleased-ModReqdList
t[240] = { kind = "OPEN TYPE BY", key = "id", rows = { [59] = { name = "E-RABs-Confirmed-ToBeModified-ModReqdItem", type = t[229] } } }
t[241] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[240] } } }
t[242] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[241] } -- E-RABs-Confirmed-ToBeModified-ModReqdList
t[243] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [52] = { name = "E-RABs-Confirmed-ToBeReleased-ModReqdList", type = t[239] }, [58] = { name = "E-RABs-Confirmed-ToBeModified-ModReqdList", type = t[242] } } }
t[244] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[243] } } }
t[245] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[244] }
t[246] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[245] } }, extensible = true } -- WTModificationConfirm
t[247] = { kind = "OPEN TYPE BY", key = "id", rows = { [51] = { name = "E-RABs-ToBeReleased-RelConfItem", type = t[154] } } }
t[248] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[247] } } }
t[249] = { kind = "SEQUENCE OF", lower = 1, upper = 256, element = t[248] } -- E-RABs-ToBeReleased-List-RelConf
t[250] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [50] = { name = "E-RABs-ToBeReleased-List-RelConf", type = t[249] } } }
t[251] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[250] } } }
t[252] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[251] }
t[253] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[252] } }, extensible = true } -- WTReleaseConfirm
t[254] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] }, [32] = { name = "E-RABs-Admitted-ToBeAdded-List", type = t[215] }, [34] = { name = "E-RABs-NotAdmitted-List", type = t[218] }, [71] = { name = "LWIP-SeGWGTPtunnelEndpoint", type = t[105] } } }
t[255] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[254] } } }
t[256] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[255] }
t[257] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[256] } }, extensible = true } -- LWIPAdditionRequestAcknowledge
t[258] = { kind = "OPEN TYPE BY", key = "id", rows = { [7] = { name = "CriticalityDiagnostics", type = t[87] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] }, [26] = { name = "WT-UE-XwAP-ID", type = t[4] } } }
t[259] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[258] } } }
t[260] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[259] }
t[261] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[260] } }, extensible = true } -- LWIPModificationRequestAcknowledge
t[262] = { kind = "OPEN TYPE BY", key = "procedureCode", rows = { [0] = { name = "XwSetupResponse", type = t[195] }, [1] = { name = "WTConfigurationUpdateAcknowledge", type = t[199] }, [2] = { name = "WTStatusResponse", type = t[211] }, [5] = { name = "ResetResponse", type = t[199] }, [6] = { name = "WTAdditionRequestAcknowledge", type = t[222] }, [7] = { name = "WTModificationRequestAcknowledge", type = t[236] }, [8] = { name = "WTModificationConfirm", type = t[246] }, [10] = { name = "WTReleaseConfirm", type = t[253] }, [13] = { name = "LWIPAdditionRequestAcknowledge", type = t[257] }, [14] = { name = "LWIPModificationRequestAcknowledge", type = t[261] }, [16] = { name = "LWIPReleaseConfirm", type = t[261] } } }
t[263] = { kind = "SEQUENCE", root = { { name = "procedureCode", type = t[1] }, { name = "criticality", type = t[2] }, { name = "value", type = t[262] } } }
t[264] = { kind = "ENUMERATED", root = { "v1s", "v2s", "v5s", "v10s", "v20s", "v60s" }, extensible = true, additions = {} } -- TimeToWait
t[265] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [7] = { name = "CriticalityDiagnostics", type = t[87] }, [63] = { name = "TimeToWait", type = t[264] } } }
t[266] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[265] } } }
t[267] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[266] }
t[268] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[267] } }, extensible = true } -- XwSetupFailure
t[269] = { kind = "SEQUENCE", root = { { name = "bSSID", type = t[18] }, { name = "measurementFailureCause-List", type = t[203] }, { name = "iE-Extensions", type = t[12], optional = true } }, extensible = true } -- CompleteFailureCauseInformation-Item
t[270] = { kind = "OPEN TYPE BY", key = "id", rows = { [5] = { name = "CompleteFailureCauseInformation-Item", type = t[269] } } }
t[271] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[270] } } }
t[272] = { kind = "SEQUENCE OF", lower = 1, upper = 4096, element = t[271] } -- CompleteFailureCauseInformation-List
t[273] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [6] = { name = "CompleteFailureCauseInformation-List", type = t[272] }, [7] = { name = "CriticalityDiagnostics", type = t[87] }, [8] = { name = "ENB-Measurement-ID", type = t[56] }, [24] = { name = "WT-Measurement-ID", type = t[56] } } }
t[274] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[273] } } }
t[275] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[274] }
t[276] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[275] } }, extensible = true } -- WTStatusFailure
t[277] = { kind = "OPEN TYPE BY", key = "id", rows = { [4] = { name = "Cause", type = t[82] }, [7] = { name = "CriticalityDiagnostics", type = t[87] }, [25] = { name = "ENB-UE-XwAP-ID", type = t[4] } } }
t[278] = { kind = "SEQUENCE", root = { { name = "id", type = t[3] }, { name = "criticality", type = t[2] }, { name = "value", type = t[277] } } }
t[279] = { kind = "SEQUENCE OF", lower = 0, upper = 65535, element = t[278] }
t[280] = { kind = "SEQUENCE", root = { { name = "protocolIEs", type = t[279] } }, extensible = true } -- WTAdditionRequestReject
t[281] = { kind = "OPEN TYPE BY", key = "procedureCode", rows = { [0] = { name = "XwSetupFailure", type = t[268] }, [1] = { name = "WTConfigurationUpdateFailure", type = t[268] }, [2] = { name = "WTStatusFailure", type = t[276] }, [6] = { name = "WTAdditionRequestReject", type = t[280] }, [7] = { name = "WTModificationRequestReject", type = t[91] }, [8] = { name = "WTModificationRefuse", type = t[91] }, [13] = { name = "LWIPAdditionRequestReject", type = t[280] }, [14] = { name = "LWIPModificationRequestReject", type = t[91] } } }
t[282] = { kind = "SEQUENCE", root = { { name = "procedureCode", type = t[1] }, { name = "criticality", type = t[2] }, { name = "value", type = t[281] } } }
t[283] = { kind = "CHOICE", root = { { name = "initiatingMessage", type = t[187] }, { name = "successfulOutcome", type = t[263] }, { name = "unsuccessfulOutcome", type = t[282] } }, extensible = true, additions = {} } -- XwAPPDU

-- ProtocolIE-ID
local ids = {
  [0] = "BSSMeasurementResult-Item",
  [1] = "BSSMeasurementResult-List",
  [2] = "BSSToReport-Item",
  [3] = "BSSToReport-List",
  [4] = "Cause",
  [5] = "CompleteFailureCauseInformation-Item",
  [6] = "CompleteFailureCauseInformation-List",
  [7] = "CriticalityDiagnostics",
  [8] = "ENB-Measurement-ID",
  [9] = "Global-ENB-ID",
  [10] = "MeasurementFailureCause-Item",
  [11] = "MeasurementInitiationResult-Item",
  [12] = "MeasurementInitiationResult-List",
  [13] = "PartialSuccessIndicator",
  [14] = "Registration-Request",
  [15] = "ReportCharacteristics",
  [16] = "ReportingPeriodicity",
  [17] = "WLANIdentifier-Item",
  [18] = "WLANIdentifier-List",
  [19] = "WLANIdentifiersToAdd-List",
  [20] = "WLANIdentifiersToDelete-Item",
  [21] = "WLANIdentifiersToDelete-List",
  [22] = "WLANIdentifiersToModify-List",
  [23] = "WTID",
  [24] = "WT-Measurement-ID",
  [25] = "ENB-UE-XwAP-ID",
  [26] = "WT-UE-XwAP-ID",
  [27] = "BSS-Item",
  [28] = "E-RABs-ToBeAdded-List",
  [29] = "E-RABs-ToBeAdded-Item",
  [30] = "UE-Identity",
  [31] = "WLANSecurityInfo",
  [32] = "E-RABs-Admitted-ToBeAdded-List",
  [33] = "E-RABs-Admitted-ToBeAdded-Item",
  [34] = "E-RABs-NotAdmitted-List",
  [35] = "E-RAB-Item",
  [36] = "UE-ContextInformationWTModReq",
  [37] = "E-RABs-ToBeAdded-ModReqItem",
  [38] = "E-RABs-ToBeModified-ModReqItem",
  [39] = "E-RABs-ToBeReleased-ModReqItem",
  [40] = "E-RABs-Admitted-ToBeAdded-ModAckList",
  [41] = "E-RABs-Admitted-ToBeAdded-ModAckItem",
  [42] = "E-RABs-Admitted-ToBeModified-ModAckList",
  [43] = "E-RABs-Admitted-ToBeModified-ModAckItem",
  [44] = "E-RABs-Admitted-ToBeReleased-ModAckList",
  [45] = "E-RABs-Admitted-ToBeReleased-ModAckItem",
  [46] = "E-RABs-ToBeReleased-ModReqdList",
  [47] = "E-RABs-ToBeReleased-ModReqdItem",
  [48] = "E-RABs-ToBeReleased-List-RelReq",
  [49] = "E-RABs-ToBeReleased-RelReqItem",
  [50] = "E-RABs-ToBeReleased-List-RelConf",
  [51] = "E-RABs-ToBeReleased-RelConfItem",
  [52] = "E-RABs-Confirmed-ToBeReleased-ModReqdList",
  [53] = "E-RABs-Confirmed-ToBeReleased-ModReqdItem",
  [54] = "MobilitySet",
  [55] = "ServingPLMN",
  [56] = "E-RABs-ToBeModified-ModReqdList",
  [57] = "E-RABs-ToBeModified-ModReqdItem",
  [58] = "E-RABs-Confirmed-ToBeModified-ModReqdList",
  [59] = "E-RABs-Confirmed-ToBeModified-ModReqdItem",
  [60] = "wLANBandInformation",
  [61] = "WLANIdentifiersToDeleteExtension-Item",
  [62] = "WLANIdentifiersToDeleteExtension-List",
  [63] = "TimeToWait",
  [64] = "UE-ContextKeptIndicator",
  [65] = "DRB-Identity",
  [66] = "LWA-WLAN-AC",
  [67] = "eNBNeighbour-List",
  [68] = "eNBNeighbour-Item",
  [69] = "LWIP-SeGWSecurityInfo",
  [70] = "eNBGTPtunnelEndpoint",
  [71] = "LWIP-SeGWGTPtunnelEndpoint",
  [72] = "WLANUsage",
  [73] = "WT-MAC-Address",
}

local procedures = {
  [0] = "xwSetup",
  [1] = "wTConfigurationUpdate",
  [2] = "wTStatusReportingInitiation",
  [3] = "wTStatusReporting",
  [4] = "errorIndication",
  [5] = "reset",
  [6] = "wTAdditionPreparation",
  [7] = "eNBInitiatedWTModification",
  [8] = "wTInitiatedWTModification",
  [9] = "eNBInitiatedWTRelease",
  [10] = "wTInitiatedWTRelease",
  [11] = "wTAssociationConfirmation",
  [12] = "privateMessage",
  [13] = "lWIPAdditionPreparation",
  [14] = "eNBInitiatedLWIPModification",
  [15] = "eNBInitiatedLWIPRelease",
  [16] = "wTInitiatedLWIPRelease",
}

return {
  pdu = { name = "XwAP-PDU", type = t[283] },
  -- What the values of an INTEGER stand for, by the name of the component.
  names = { id = ids, ["iE-ID"] = ids, procedureCode = procedures },
}
