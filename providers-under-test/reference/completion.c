#include "completion.h"

#include <stdlib.h>

static struct completion *queued; /* under the model's lock */

static void unlink(struct completion *completion) {
    struct completion **place = &queued;
    while (*place != completion) {
        place = &(*place)->next;
    }
    *place = completion->next;
}

static void CALLBACK run(DWORD_PTR context) {
    struct completion *completion = (struct completion *)context;
    model_lock();
    unlink(completion);
    bool forgotten = completion->forgotten;
    model_unlock();
    if (!forgotten) {
        completion->routine(completion->error, completion->transferred, completion->overlapped, completion->flags);
    }
    free(completion);
}

void completion_send(struct completion *completion, struct socket *socket) {
    struct outgoing call = {.socket = socket, .completion = completion};
    outgoing_add(&call);
}

void completion_queue(struct completion *completion) {
    LPWPUQUEUEAPC queue_apc = upcall_table()->lpWPUQueueApc;
    completion->next = queued;
    queued = completion;
    model_unlock();
    int error = 0;
    int result = queue_apc(&completion->thread, run, (DWORD_PTR)completion, &error);
    model_lock();
    if (result != 0) {
        unlink(completion);
        free(completion);
    }
}

void completions_forget(void) {
    for (struct completion *completion = queued; completion != NULL; completion = completion->next) {
        completion->forgotten = true;
    }
    if (queued != NULL) {
        /* A thread will still come through run(): the code has to stay where it is. */
        HMODULE self;
        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                           (LPCWSTR)(void *)&queued, &self);
    }
}
