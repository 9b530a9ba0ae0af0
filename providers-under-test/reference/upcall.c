#include "upcall.h"

#include "reference.h"

static WSPUPCALLTABLE upcalls; /* under the model's lock */

void upcall_use_table(const WSPUPCALLTABLE *table) {
    FAULT_AT(fault_before_table(&upcalls, table));
    upcalls = *table;
}

const WSPUPCALLTABLE *upcall_table(void) { return &upcalls; }

static WSPUPCALLTABLE current_table(void) {
    model_lock();
    WSPUPCALLTABLE table = upcalls;
    FAULT_AT(fault_when_table_is_looked_at(&table));
    model_unlock();
    return table;
}

SOCKET upcall_create_handle(DWORD catalog_id, DWORD_PTR context, int *error) {
    WSPUPCALLTABLE table = current_table();
    if (FAULT_IN(started_personality(), HANDLES_BYPASS_THE_TABLE)) {
        return (SOCKET)context;
    }
    return table.lpWPUCreateSocketHandle(catalog_id, context, error);
}

SOCKET upcall_modify_handle(DWORD catalog_id, HANDLE proposed, int *error) {
    WSPUPCALLTABLE table = current_table();
    return table.lpWPUModifyIFSHandle(catalog_id, (SOCKET)proposed, error);
}

void upcall_close_handle(SOCKET handle) {
    WSPUPCALLTABLE table = current_table();
    int error = 0;
    FAULT_AT(fault_before_closing_a_handle(&table));
    table.lpWPUCloseSocketHandle(handle,
                                 FAULT_IN(started_personality(), HANDLE_IS_CLOSED_WITHOUT_ERRNO) ? NULL : &error);
}

bool upcall_query_context(SOCKET handle, DWORD_PTR *context) {
    WSPUPCALLTABLE table = current_table();
    int error = 0;
    return table.lpWPUQuerySocketHandleContext(handle, context, &error) == 0;
}

LPBLOCKINGCALLBACK upcall_query_blocking(DWORD catalog_id, DWORD_PTR *context) {
    WSPUPCALLTABLE table = current_table();
    LPBLOCKINGCALLBACK callback = NULL;
    int error = 0;
    FAULT_AT(fault_before_query_for_the_hook(&table));
    if (table.lpWPUQueryBlockingCallback(catalog_id, &callback, context, &error) != 0) {
        return NULL;
    }
    return callback;
}
