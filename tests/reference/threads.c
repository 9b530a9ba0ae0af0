/* Many threads at once, many rounds, and what is left over afterwards. */
#include "bench.h"

#include <malloc.h>

#define CALLERS 4
#define ROUNDS 50

struct caller {
    SOCKET listener;
    struct bench_name to;
    unsigned connected, refused, other;
};

/* Each round is one blocking connect; a connection is used once each way. */
static void call_repeatedly(void *context) {
    struct caller *caller = context;
    for (int round = 0; round < ROUNDS; round++) {
        char byte = 0;
        DWORD length;
        SOCKET s = bench_socket();
        int code = bench_connect(s, &caller->to);
        if (code == 0 && bench_send(s, "q", 1) == 0 && bench_receive(s, &byte, 1, &length) == 0 && byte == 'a') {
            caller->connected++;
        } else if (code == WSAECONNREFUSED || code == 0) {
            caller->refused++;
        } else {
            caller->other++;
        }
        bench_close(s);
    }
}

struct acceptor {
    SOCKET listener;
    unsigned accepted, rejected;
};

/* Every third decision is a deferral and every fifth a rejection, until as many requests are decided as are made. */
static void accept_repeatedly(void *context) {
    struct acceptor *acceptor = context;
    for (int turn = 0; acceptor->accepted + acceptor->rejected < CALLERS * ROUNDS; turn++) {
        int code;
        char byte = 0;
        DWORD length;
        SOCKET s = bench_decide(acceptor->listener,
                                turn % 3 == 1   ? CF_DEFER
                                : turn % 5 == 4 ? CF_REJECT
                                                : CF_ACCEPT,
                                &code);
        if (code == WSAECONNREFUSED) {
            acceptor->rejected++;
        }
        if (s != INVALID_SOCKET) {
            acceptor->accepted++;
            bench_receive(s, &byte, 1, &length);
            bench_send(s, "a", 1);
            bench_close(s);
        }
    }
}

static void callers_and_an_acceptor(void) {
    struct bench_thread threads[CALLERS], accepting;
    struct caller callers[CALLERS] = {{0}};
    struct acceptor acceptor = {.listener = bench_listener(CALLERS)};
    unsigned connected = 0, refused = 0;
    if (started_as->queue_cap < CALLERS) {
        bench_close(acceptor.listener);
        CU_ASSERT_TRUE(true);
        return;
    }
    bench_thread_begin(&accepting, accept_repeatedly, &acceptor);
    for (int i = 0; i < CALLERS; i++) {
        callers[i].listener = acceptor.listener;
        callers[i].to = bench_local_name(acceptor.listener);
        bench_thread_begin(&threads[i], call_repeatedly, &callers[i]);
    }
    for (int i = 0; i < CALLERS; i++) {
        bench_thread_join(&threads[i]);
        connected += callers[i].connected;
        refused += callers[i].refused;
        CU_ASSERT_EQUAL(callers[i].other, 0);
    }
    bench_thread_join(&accepting);
    CU_ASSERT_EQUAL(connected, acceptor.accepted);
    CU_ASSERT_EQUAL(refused, acceptor.rejected);
    bench_close(acceptor.listener);
}

static void conversations(void) { bench_for_each_stream(callers_and_an_acceptor); }

static void accept_one(void *context) {
    int code;
    SOCKET *result = context;
    *result = bench_accept(*result, &code);
    CU_ASSERT_EQUAL(code, 0);
}

static void concurrent_accepts_share_the_queue(void) {
    SOCKET listener = bench_listener(2);
    SOCKET results[2] = {listener, listener};
    struct bench_thread threads[2];
    for (int i = 0; i < 2; i++) {
        bench_thread_begin(&threads[i], accept_one, &results[i]);
    }
    SOCKET callers[2] = {bench_caller(listener), bench_caller(listener)};
    for (int i = 0; i < 2; i++) {
        bench_thread_join(&threads[i]);
    }
    struct bench_name one = bench_peer_name(results[0]), other = bench_peer_name(results[1]);
    CU_ASSERT_FALSE(bench_same_name(&one, &other));
    for (int i = 0; i < 2; i++) {
        bench_close(callers[i]);
        bench_close(results[i]);
    }
    bench_close(listener);
}

static void sharing(void) { bench_for_each_stream(concurrent_accepts_share_the_queue); }

/* How many blocks of the C library's heap are in use; the DLL allocates from the same heap. */
static size_t blocks_in_use(void) {
    HANDLE heap = (HANDLE)_get_heap_handle();
    PROCESS_HEAP_ENTRY block = {0};
    size_t count = 0;
    HeapLock(heap);
    while (HeapWalk(heap, &block)) {
        count += (block.wFlags & PROCESS_HEAP_ENTRY_BUSY) != 0;
    }
    HeapUnlock(heap);
    return count;
}

/* Handles are given out from the lowest free value upwards: the highest of many tells how many others are open. */
static size_t kernel_objects(void) {
    HANDLE events[ROUNDS];
    size_t highest = 0;
    for (int i = 0; i < ROUNDS; i++) {
        events[i] = CreateEventW(NULL, TRUE, FALSE, NULL);
        highest = (size_t)events[i] > highest ? (size_t)events[i] : highest;
    }
    for (int i = 0; i < ROUNDS; i++) {
        CloseHandle(events[i]);
    }
    return highest / sizeof(DWORD);
}

/* Sockets in all states, registrations and requests, left for the cleanup to find. */
static void leave_things_open(void) {
    int error = POISON, code;
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    SOCKET pair[2];
    bench_pair(pair);
    SOCKET listener = bench_listener(3);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(listener, event, FD_ACCEPT | FD_READ, &error), 0);
    bench_caller(listener);
    bench_caller(listener);
    bench_caller(listener);
    bench_await_selected(listener, 'r');
    bench_accept(listener, &code);
    bench_decide(listener, CF_DEFER, &code);
    bench_send(pair[0], "unread", 6);
    bench_bound();
    CloseHandle(event);
}

/* What leaks leaks in each round, once for each entry; a few blocks come and go with the system's own caches. */
static void cleanup_leaves_nothing_behind(void) {
    bench_for_each_stream(leave_things_open);
    size_t blocks = blocks_in_use(), objects = kernel_objects();
    for (int round = 0; round < ROUNDS; round++) {
        bench_for_each_stream(leave_things_open);
    }
    CU_ASSERT_TRUE(blocks_in_use() < blocks + ROUNDS);
    CU_ASSERT_TRUE(kernel_objects() < objects + ROUNDS);
}

static const struct unit_case cases[] = {
    {"callers on several threads get what the acceptor decides", conversations},
    {"two blocked accepts share the queue", sharing},
    {"the last cleanup leaves no object behind", cleanup_leaves_nothing_behind},
};

UNIT_MAIN("reference: threads", cases)
