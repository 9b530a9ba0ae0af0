/* Sending and receiving: streams, messages, overlapped requests. */
#include "bench.h"

#include <string.h>

static void messages_keep_their_boundaries(void) {
    char room[16] = {0};
    DWORD length = POISON;
    SOCKET pair[2];
    bench_start(L"message");
    bench_pair(pair);
    CU_ASSERT_EQUAL(bench_send(pair[0], "one", 3), 0);
    CU_ASSERT_EQUAL(bench_send(pair[0], "", 0), 0);
    CU_ASSERT_EQUAL(bench_send(pair[0], "three", 5), 0);
    CU_ASSERT_EQUAL(bench_receive(pair[1], room, sizeof room, &length), 0);
    CU_ASSERT_EQUAL(length, 3);
    CU_ASSERT_EQUAL(bench_receive(pair[1], room, sizeof room, &length), 0);
    CU_ASSERT_EQUAL(length, 0);
    CU_ASSERT_EQUAL(bench_receive(pair[1], room, 2, &length), WSAEMSGSIZE);
    CU_ASSERT_EQUAL(length, 2);
    CU_ASSERT_EQUAL(bench_receive(pair[1], room, sizeof room, &length), 0);
    CU_ASSERT_EQUAL(length, 3);
    CU_ASSERT_EQUAL(memcmp(room, "ree", 3), 0);
    bench_stop();
}

static void a_message_above_the_limit_is_refused(void) {
    static char block[40000];
    SOCKET pair[2];
    bench_start(L"message");
    bench_pair(pair);
    CU_ASSERT_EQUAL(bench_send(pair[0], block, 32768), 0);
    CU_ASSERT_EQUAL(bench_send(pair[0], block, 32769), WSAEMSGSIZE);
    bench_stop();
}

static void streams_do_not(void) {
    char room[16];
    DWORD length;
    u_long available = 0;
    int error = POISON;
    SOCKET pair[2];
    bench_start(L"stream");
    bench_pair(pair);
    bench_send(pair[0], "one", 3);
    bench_send(pair[0], "two", 3);
    CU_ASSERT_EQUAL(provider.lpWSPIoctl(pair[1], FIONREAD, NULL, 0, &available, sizeof available, &length, NULL, NULL,
                                        NULL, &error),
                    0);
    CU_ASSERT_EQUAL(available, 6);
    CU_ASSERT_EQUAL(bench_receive(pair[1], room, 4, &length), 0);
    CU_ASSERT_EQUAL(length, 4);
    CU_ASSERT_EQUAL(bench_receive(pair[1], room + 4, 4, &length), 0);
    CU_ASSERT_EQUAL(length, 2);
    CU_ASSERT_EQUAL(memcmp(room, "onetwo", 6), 0);
    bench_stop();
}

static void peeking_consumes_nothing(void) {
    char room[8] = {0};
    DWORD length, flags = MSG_PEEK;
    int error = POISON;
    WSABUF buffers[2] = {{.len = 2, .buf = room}, {.len = 6, .buf = room + 2}};
    SOCKET pair[2];
    bench_start(L"stream");
    bench_pair(pair);
    bench_send(pair[0], "peek", 4);
    for (int i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(provider.lpWSPRecv(pair[1], buffers, 2, &length, &flags, NULL, NULL, NULL, &error), 0);
        CU_ASSERT_EQUAL(length, 4);
        CU_ASSERT_EQUAL(memcmp(room, "peek", 4), 0);
        flags = 0;
    }
    CU_ASSERT_FALSE(bench_selected(pair[1], 'r'));
    bench_stop();
}

static void unconnected_sockets_have_no_data(void) {
    char byte;
    DWORD length = POISON;
    SOCKET s = bench_bound();
    CU_ASSERT_EQUAL(bench_send(s, "x", 1), WSAENOTCONN);
    CU_ASSERT_EQUAL(bench_receive(s, &byte, 1, &length), WSAENOTCONN);
    CU_ASSERT_EQUAL(length, POISON);
    bench_close(s);
}

static void unconnected(void) { bench_for_each_stream(unconnected_sockets_have_no_data); }

struct reception {
    SOCKET s;
    char *bytes;
    ULONG size, total;
};

static void receive_all(void *context) {
    struct reception *reception = context;
    DWORD length;
    while (reception->total < reception->size && bench_receive(reception->s, reception->bytes + reception->total,
                                                               reception->size - reception->total, &length) == 0) {
        reception->total += length;
    }
}

static void a_large_block_passes_through(void) {
    static char sent[262144], received[262144];
    SOCKET pair[2];
    struct bench_thread thread;
    for (size_t i = 0; i < sizeof sent; i++) {
        sent[i] = (char)(i * 31 + (i >> 8));
    }
    if (personality_is_message_oriented(started_as)) {
        CU_ASSERT_TRUE(true);
        return;
    }
    bench_pair(pair);
    struct reception reception = {.s = pair[0], .bytes = received, .size = sizeof received};
    u_long off = 0;
    DWORD returned;
    int error = POISON;
    provider.lpWSPIoctl(pair[0], (DWORD)FIONBIO, &off, sizeof off, NULL, 0, &returned, NULL, NULL, NULL, &error);
    bench_thread_begin(&thread, receive_all, &reception);
    CU_ASSERT_EQUAL(bench_send(pair[1], sent, sizeof sent), 0);
    bench_thread_join(&thread);
    CU_ASSERT_EQUAL(reception.total, sizeof sent);
    CU_ASSERT_EQUAL(memcmp(sent, received, sizeof sent), 0);
    bench_close(pair[0]);
    bench_close(pair[1]);
}

static void large_blocks(void) { bench_for_each_stream(a_large_block_passes_through); }

/* An overlapped receive of one byte; what the call returned. */
static int post_receive(SOCKET s, WSABUF *buffer, WSAOVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                        WSATHREADID *thread) {
    DWORD flags = 0;
    int error = POISON;
    return provider.lpWSPRecv(s, buffer, 1, NULL, &flags, overlapped, routine, thread, &error) == 0 ? 0 : error;
}

static void overlapped_requests_complete_by_event_in_order(void) {
    char bytes[2] = {0};
    DWORD length = 0, flags = 0;
    int error = POISON;
    SOCKET pair[2];
    bench_pair(pair);
    WSABUF buffers[2] = {{.len = 1, .buf = &bytes[0]}, {.len = 1, .buf = &bytes[1]}};
    WSAOVERLAPPED overlapped[2] = {{.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)},
                                   {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)}};
    CU_ASSERT_EQUAL(post_receive(pair[1], &buffers[0], &overlapped[0], NULL, NULL), WSA_IO_PENDING);
    CU_ASSERT_EQUAL(post_receive(pair[1], &buffers[1], &overlapped[1], NULL, NULL), WSA_IO_PENDING);
    CU_ASSERT_FALSE(provider.lpWSPGetOverlappedResult(pair[1], &overlapped[0], &length, FALSE, &flags, &error));
    CU_ASSERT_EQUAL(error, WSA_IO_INCOMPLETE);
    memset(buffers, 0, sizeof buffers);
    CU_ASSERT_EQUAL(bench_send(pair[0], "1", 1), 0);
    CU_ASSERT_EQUAL(WaitForSingleObject(overlapped[0].hEvent, 0), WAIT_OBJECT_0);
    CU_ASSERT_EQUAL(WaitForSingleObject(overlapped[1].hEvent, 0), WAIT_TIMEOUT);
    CU_ASSERT_EQUAL(bench_send(pair[0], "2", 1), 0);
    CU_ASSERT_TRUE(provider.lpWSPGetOverlappedResult(pair[1], &overlapped[1], &length, TRUE, &flags, &error));
    CU_ASSERT_EQUAL(length, 1);
    CU_ASSERT_EQUAL(bytes[0], '1');
    CU_ASSERT_EQUAL(bytes[1], '2');
    CloseHandle(overlapped[0].hEvent);
    CloseHandle(overlapped[1].hEvent);
    bench_close(pair[0]);
    bench_close(pair[1]);
}

static void overlapped_by_event(void) { bench_for_each_stream(overlapped_requests_complete_by_event_in_order); }

static unsigned routine_runs;
static DWORD routine_thread, routine_error, routine_length;

static void CALLBACK note_completion(DWORD error, DWORD length, LPWSAOVERLAPPED overlapped, DWORD flags) {
    (void)overlapped, (void)flags;
    routine_runs++;
    routine_thread = GetCurrentThreadId();
    routine_error = error;
    routine_length = length;
}

static WSATHREADID this_thread(void) {
    WSATHREADID thread = {0};
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &thread.ThreadHandle, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    return thread;
}

static void routines_run_in_the_calling_thread(void) {
    char byte = 0;
    SOCKET pair[2];
    WSABUF buffer = {.len = 1, .buf = &byte};
    WSAOVERLAPPED overlapped = {0};
    WSATHREADID thread = this_thread();
    HANDLE handle = thread.ThreadHandle;
    bench_start(L"stream");
    bench_pair(pair);
    routine_runs = 0;
    CU_ASSERT_EQUAL(post_receive(pair[1], &buffer, &overlapped, note_completion, &thread), WSA_IO_PENDING);
    memset(&thread, 0xA5, sizeof thread);
    CU_ASSERT_EQUAL(bench_send(pair[0], "x", 1), 0);
    CU_ASSERT_EQUAL(routine_runs, 0);
    SleepEx(0, TRUE);
    CU_ASSERT_EQUAL(routine_runs, 1);
    CU_ASSERT_EQUAL(routine_thread, GetCurrentThreadId());
    CU_ASSERT_EQUAL(routine_error, 0);
    CU_ASSERT_EQUAL(routine_length, 1);
    bench_stop();
    CloseHandle(handle);
}

static void closing_aborts_pending_requests(void) {
    char byte;
    int error = POISON;
    DWORD length, flags;
    SOCKET pair[2];
    WSABUF buffer = {.len = 1, .buf = &byte};
    bench_pair(pair);
    SOCKET other = bench_socket();
    WSAOVERLAPPED overlapped = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    CU_ASSERT_EQUAL(post_receive(pair[1], &buffer, &overlapped, NULL, NULL), WSA_IO_PENDING);
    bench_close(pair[1]);
    CU_ASSERT_EQUAL(WaitForSingleObject(overlapped.hEvent, 0), WAIT_OBJECT_0);
    CU_ASSERT_FALSE(provider.lpWSPGetOverlappedResult(other, &overlapped, &length, FALSE, &flags, &error));
    CU_ASSERT_EQUAL(error, WSA_OPERATION_ABORTED);
    CloseHandle(overlapped.hEvent);
    bench_close(other);
    bench_close(pair[0]);
}

static void closing(void) { bench_for_each_stream(closing_aborts_pending_requests); }

static void the_last_cleanup_aborts_silently(void) {
    char bytes[2];
    SOCKET pair[2];
    WSABUF buffer = {.len = 1, .buf = bytes}, second = {.len = 1, .buf = bytes + 1};
    WSATHREADID thread = this_thread();
    bench_start(L"stream");
    bench_pair(pair);
    routine_runs = 0;
    WSAOVERLAPPED by_event = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)}, by_routine = {0};
    CU_ASSERT_EQUAL(post_receive(pair[1], &buffer, &by_event, NULL, NULL), WSA_IO_PENDING);
    CU_ASSERT_EQUAL(post_receive(pair[1], &second, &by_routine, note_completion, &thread), WSA_IO_PENDING);
    bench_stop();
    SleepEx(0, TRUE);
    CU_ASSERT_EQUAL(routine_runs, 0);
    CU_ASSERT_EQUAL(WaitForSingleObject(by_event.hEvent, 0), WAIT_TIMEOUT);
    CU_ASSERT_NOT_EQUAL(by_event.Internal, 0x103);
    CloseHandle(by_event.hEvent);
    CloseHandle(thread.ThreadHandle);
}

static void a_routine_not_yet_run_at_the_last_cleanup_is_not_run(void) {
    char byte;
    SOCKET pair[2];
    WSABUF buffer = {.len = 1, .buf = &byte};
    WSAOVERLAPPED overlapped = {0};
    WSATHREADID thread = this_thread();
    bench_start(L"stream");
    bench_pair(pair);
    routine_runs = 0;
    CU_ASSERT_EQUAL(post_receive(pair[1], &buffer, &overlapped, note_completion, &thread), WSA_IO_PENDING);
    CU_ASSERT_EQUAL(bench_send(pair[0], "x", 1), 0);
    bench_stop();
    SleepEx(0, TRUE);
    CU_ASSERT_EQUAL(routine_runs, 0);
    CloseHandle(thread.ThreadHandle);
}

static void overlapped_sends_wait_for_room(void) {
    static char block[100000], received[100000];
    DWORD length, total = 0, flags = 0;
    int error = POISON;
    SOCKET pair[2];
    WSABUF buffer = {.len = sizeof block, .buf = block};
    bench_start(L"stream");
    bench_pair(pair);
    WSAOVERLAPPED overlapped = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    CU_ASSERT_EQUAL(provider.lpWSPSend(pair[0], &buffer, 1, NULL, 0, &overlapped, NULL, NULL, &error), SOCKET_ERROR);
    CU_ASSERT_EQUAL(error, WSA_IO_PENDING);
    CU_ASSERT_EQUAL(provider.lpWSPShutdown(pair[0], SD_SEND, &error), 0);
    while (total < sizeof block && bench_receive(pair[1], received, sizeof received, &length) == 0) {
        total += length;
    }
    CU_ASSERT_EQUAL(total, sizeof block);
    CU_ASSERT_TRUE(provider.lpWSPGetOverlappedResult(pair[0], &overlapped, &length, FALSE, &flags, &error));
    CU_ASSERT_EQUAL(length, sizeof block);
    CU_ASSERT_EQUAL(bench_receive(pair[1], received, sizeof received, &length), 0);
    CU_ASSERT_EQUAL(length, 0);
    CloseHandle(overlapped.hEvent);
    bench_stop();
}

static const struct unit_case cases[] = {
    {"messages keep their boundaries", messages_keep_their_boundaries},
    {"a message above the limit is refused", a_message_above_the_limit_is_refused},
    {"streams have no boundaries", streams_do_not},
    {"peeking consumes nothing", peeking_consumes_nothing},
    {"sockets without a connection neither send nor receive", unconnected},
    {"a block larger than the buffers passes through blocking calls", large_blocks},
    {"overlapped receives complete in order, by event", overlapped_by_event},
    {"a completion routine runs in the calling thread, when it waits alertably", routines_run_in_the_calling_thread},
    {"closing aborts overlapped requests and tells of it", closing},
    {"the last cleanup aborts them silently", the_last_cleanup_aborts_silently},
    {"a routine that is queued at the last cleanup is not run", a_routine_not_yet_run_at_the_last_cleanup_is_not_run},
    {"an overlapped send waits for room, and the end waits for it", overlapped_sends_wait_for_room},
};

UNIT_MAIN("reference: data", cases)
