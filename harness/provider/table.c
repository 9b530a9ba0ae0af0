#include "provider/table.h"

#include <string.h>

#include "provider/guard.h"
#include "provider/provider.h"

_Static_assert(sizeof(WSPPROC_TABLE) == PROVIDER_PROCEDURES * sizeof(void *), "the table is thirty pointers");

const char *const procedure_names[PROVIDER_PROCEDURES] = {
    "WSPAccept",
    "WSPAddressToString",
    "WSPAsyncSelect",
    "WSPBind",
    "WSPCancelBlockingCall",
    "WSPCleanup",
    "WSPCloseSocket",
    "WSPConnect",
    "WSPDuplicateSocket",
    "WSPEnumNetworkEvents",
    "WSPEventSelect",
    "WSPGetOverlappedResult",
    "WSPGetPeerName",
    "WSPGetSockName",
    "WSPGetSockOpt",
    "WSPGetQOSByName",
    "WSPIoctl",
    "WSPJoinLeaf",
    "WSPListen",
    "WSPRecv",
    "WSPRecvDisconnect",
    "WSPRecvFrom",
    "WSPSelect",
    "WSPSend",
    "WSPSendDisconnect",
    "WSPSendTo",
    "WSPSetSockOpt",
    "WSPShutdown",
    "WSPSocket",
    "WSPStringToAddress",
};

void *provider_table_slot(const WSPPROC_TABLE *table, size_t slot) {
    void *pointer;
    memcpy(&pointer, (const unsigned char *)table + slot * sizeof pointer, sizeof pointer);
    return pointer;
}

bool table_is_code(const void *address) {
    const DWORD executable = PAGE_EXECUTE | PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
    MEMORY_BASIC_INFORMATION information;
    return VirtualQuery(address, &information, sizeof information) != 0 && information.State == MEM_COMMIT &&
           (information.Protect & executable) != 0 && (information.Protect & PAGE_GUARD) == 0;
}

static const char *fault_of(const void *pointer) {
    const void *poison;
    memset(&poison, GUARD_POISON, sizeof poison);
    if (pointer == NULL) {
        return "is NULL";
    }
    if (pointer == poison) {
        return "was left untouched";
    }
    return table_is_code(pointer) ? NULL : "is not code";
}

bool provider_table_complete(const WSPPROC_TABLE *table, struct text *complaint) {
    bool complete = true;
    for (size_t i = 0; i < PROVIDER_PROCEDURES; i++) {
        const char *fault = fault_of(provider_table_slot(table, i));
        if (fault != NULL) {
            text_format(complaint, "%s%s %s", complete ? "" : "; ", procedure_names[i], fault);
            complete = false;
        }
    }
    return complete;
}
