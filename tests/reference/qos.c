/* Flow specifications. */
#include "bench.h"

#include <string.h>

static FLOWSPEC flow_of(SERVICETYPE service, ULONG rate) {
    FLOWSPEC flow;
    memset(&flow, 0xFF, sizeof flow);
    flow.ServiceType = service;
    flow.TokenRate = rate;
    return flow;
}

static QOS modest(void) {
    QOS qos = {.SendingFlowspec = flow_of(SERVICETYPE_CONTROLLEDLOAD, 8192),
               .ReceivingFlowspec = flow_of(SERVICETYPE_CONTROLLEDLOAD, 4096)};
    return qos;
}

static QOS excessive(void) {
    QOS qos = {.SendingFlowspec = flow_of(SERVICETYPE_GUARANTEED, 0xFFFFFFFE),
               .ReceivingFlowspec = flow_of(SERVICETYPE_GUARANTEED, 0xFFFFFFFE)};
    qos.SendingFlowspec.Latency = qos.ReceivingFlowspec.Latency = 0;
    return qos;
}

static int connect_with(SOCKET s, SOCKET listener, QOS *flow, QOS *group_flow) {
    int error = POISON;
    struct bench_name to = bench_local_name(listener);
    int result =
        provider.lpWSPConnect(s, (struct sockaddr *)&to.storage, to.length, NULL, NULL, flow, group_flow, &error);
    return result == 0 ? 0 : error;
}

static int control(SOCKET s, DWORD code, QOS *input, QOS *output) {
    int error = POISON;
    DWORD returned;
    int result = provider.lpWSPIoctl(s, code, input, input == NULL ? 0 : sizeof *input, output,
                                     output == NULL ? 0 : sizeof *output, &returned, NULL, NULL, NULL, &error);
    return result == 0 ? 0 : error;
}

static void entries_without_support_promise_nothing(void) {
    QOS demand = modest(), nothing = {.SendingFlowspec = flow_of(SERVICETYPE_BESTEFFORT, QOS_NOT_SPECIFIED),
                                      .ReceivingFlowspec = flow_of(SERVICETYPE_NOTRAFFIC, QOS_NOT_SPECIFIED)};
    int code;
    if (personality_supports_qos(started_as)) {
        CU_ASSERT_TRUE(true);
        return;
    }
    SOCKET listener = bench_listener(1), s = bench_socket();
    bench_set_non_blocking(listener);
    bench_set_non_blocking(s);
    CU_ASSERT_EQUAL(connect_with(s, listener, &demand, NULL), WSAEOPNOTSUPP);
    bench_accept(listener, &code);
    CU_ASSERT_EQUAL(code, WSAEWOULDBLOCK);
    code = connect_with(s, listener, &nothing, NULL);
    CU_ASSERT_TRUE(code == 0 || code == WSAEWOULDBLOCK);
    bench_await_selected(listener, 'r');
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_FALSE(condition_seen.has_flow);
    CU_ASSERT_EQUAL(control(accepted, SIO_GET_QOS, NULL, &demand), WSAENOPROTOOPT);
    CU_ASSERT_EQUAL(control(accepted, SIO_SET_QOS, &demand, NULL), WSAENOPROTOOPT);
    CU_ASSERT_EQUAL(control(accepted, SIO_GET_GROUP_QOS, NULL, &demand), WSAENOPROTOOPT);
    bench_close(accepted);
    bench_close(s);
    bench_close(listener);
}

static void without_support(void) { bench_for_each_stream(entries_without_support_promise_nothing); }

static void the_callers_flow_is_shown_and_kept(void) {
    int code;
    QOS given = modest(), set_before = modest(), read = {0};
    set_before.SendingFlowspec.TokenRate = 1000;
    given.ProviderSpecific.buf = (char *)1;
    bench_start(L"message large");
    SOCKET listener = bench_listener(2), s = bench_socket();
    bench_set_non_blocking(s);
    CU_ASSERT_EQUAL(control(s, SIO_SET_QOS, &set_before, NULL), 0);
    CU_ASSERT_EQUAL(connect_with(s, listener, &given, NULL), WSAEWOULDBLOCK);
    bench_caller(listener);
    SOCKET accepted = bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_TRUE(condition_seen.has_flow);
    CU_ASSERT_FALSE(condition_seen.has_group_flow);
    CU_ASSERT_EQUAL(condition_seen.flow.SendingFlowspec.TokenRate, 8192);
    CU_ASSERT_EQUAL(condition_seen.flow.ReceivingFlowspec.TokenRate, 4096);
    CU_ASSERT_EQUAL(control(s, SIO_GET_QOS, NULL, &read), 0);
    CU_ASSERT_EQUAL(read.SendingFlowspec.TokenRate, 8192);
    CU_ASSERT_EQUAL(control(accepted, SIO_GET_QOS, NULL, &read), 0);
    CU_ASSERT_EQUAL(read.ReceivingFlowspec.TokenRate, 4096);
    bench_decide(listener, CF_ACCEPT, &code);
    CU_ASSERT_FALSE(condition_seen.has_flow);
    bench_stop();
}

static int CALLBACK halve_the_rate(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS flow, LPQOS group_flow,
                                   LPWSABUF callee_id, LPWSABUF callee_data, GROUP *group, DWORD_PTR callback_data) {
    (void)caller_id, (void)caller_data, (void)group_flow, (void)callee_id, (void)group, (void)callback_data;
    callee_data->len = 0;
    flow->SendingFlowspec.TokenRate /= 2;
    return CF_ACCEPT;
}

static void the_condition_function_may_lower_the_flow(void) {
    int error = POISON;
    QOS given = modest(), read = {0};
    bench_start(L"message large");
    SOCKET listener = bench_listener(1), s = bench_socket();
    bench_set_non_blocking(s);
    CU_ASSERT_EQUAL(connect_with(s, listener, &given, NULL), WSAEWOULDBLOCK);
    SOCKET accepted = provider.lpWSPAccept(listener, NULL, NULL, halve_the_rate, 0, &error);
    CU_ASSERT_EQUAL(control(accepted, SIO_GET_QOS, NULL, &read), 0);
    CU_ASSERT_EQUAL(read.SendingFlowspec.TokenRate, 4096);
    bench_stop();
}

static void what_cannot_be_had_is_refused(void) {
    QOS demand = excessive();
    char name[] = "u\0n\0k\0n\0o\0w\0n";
    WSABUF unknown = {.len = sizeof name, .buf = name};
    int error = POISON;
    bench_start(L"message large");
    SOCKET listener = bench_listener(1), s = bench_socket();
    bench_set_non_blocking(s);
    CU_ASSERT_EQUAL(connect_with(s, listener, &demand, NULL), WSAEOPNOTSUPP);
    CU_ASSERT_EQUAL(connect_with(s, listener, (QOS *)1, NULL), WSAEFAULT);
    CU_ASSERT_FALSE(provider.lpWSPGetQOSByName(s, &unknown, &demand, &error));
    CU_ASSERT_EQUAL(error, WSAEINVAL);
    CU_ASSERT_EQUAL(connect_with(s, listener, NULL, &demand), WSAEWOULDBLOCK);
    bench_stop();
    bench_start(L"variant silent");
    listener = bench_listener(1);
    CU_ASSERT_EQUAL(connect_with(bench_socket(), listener, NULL, &demand), WSAEINVAL);
    bench_stop();
}

static void changes_are_told_once_until_they_are_read(void) {
    int error = POISON;
    QOS change = modest(), read;
    SOCKET pair[2];
    bench_start(L"message large");
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    bench_pair(pair);
    CU_ASSERT_EQUAL(provider.lpWSPEventSelect(pair[1], event, FD_QOS, &error), 0);
    CU_ASSERT_EQUAL(bench_events(pair[1], 0, NULL), 0);
    CU_ASSERT_EQUAL(control(pair[0], SIO_SET_QOS, &change, NULL), 0);
    CU_ASSERT_EQUAL(bench_events(pair[1], 0, NULL), FD_QOS);
    CU_ASSERT_EQUAL(control(pair[0], SIO_SET_QOS, &change, NULL), 0);
    CU_ASSERT_EQUAL(bench_events(pair[1], 0, NULL), 0);
    CU_ASSERT_EQUAL(control(pair[1], SIO_GET_QOS, NULL, &read), 0);
    CU_ASSERT_EQUAL(bench_events(pair[1], 0, NULL), 0);
    CU_ASSERT_EQUAL(control(pair[0], SIO_SET_QOS, &change, NULL), 0);
    CU_ASSERT_EQUAL(bench_events(pair[1], 0, NULL), FD_QOS);
    bench_stop();
    CloseHandle(event);
}

static const struct unit_case cases[] = {
    {"entries without support refuse demands and take what demands nothing", without_support},
    {"the caller's flow is shown to the condition function and kept", the_callers_flow_is_shown_and_kept},
    {"the condition function may lower the flow", the_condition_function_may_lower_the_flow},
    {"what cannot be had is refused", what_cannot_be_had_is_refused},
    {"a change is told once, and again after it was read", changes_are_told_once_until_they_are_read},
};

UNIT_MAIN("reference: qos", cases)
