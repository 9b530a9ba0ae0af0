#include "reference.h"

#include <wchar.h>

void fault_when_described(const struct personality *personality, LPWSPDATA data) {
    if (FAULT_IN(personality, DESCRIPTION_IS_NOT_TERMINATED)) {
        wmemset(data->szDescription, L'x', sizeof data->szDescription / sizeof data->szDescription[0]);
    }
    if (FAULT_IN(personality, DESCRIPTION_HAS_A_LINE_END)) {
        wcscat(data->szDescription, L"\r\n");
    }
}

void fault_when_table_is_filled(LPWSAPROTOCOL_INFOW info, LPWSPPROC_TABLE table) {
    if (FAULT_IN(personality_of(info), NULL_ENTRY_IN_THE_TABLE)) {
        table->lpWSPGetQOSByName = NULL;
    }
}

void fault_when_table_is_unusable(LPWSAPROTOCOL_INFOW info, LPWSPPROC_TABLE table) {
    if (FAULT_IN(personality_of(info), UNUSABLE_TABLE_CRASHES)) {
        table->lpWSPAccept = NULL;
    }
}

void fault_when_created(struct socket *socket) {
    if (FAULT(socket, UNGROUPED_SOCKET_IS_GROUPED)) {
        socket->group = SG_CONSTRAINED_GROUP;
    }
}
