/* Flow specifications: what is granted, kept and told. */
#include "memory_check.h"
#include "procedures.h"
#include "reference.h"

#include <string.h>

#define LARGEST_RATE 100000000 /* bytes a second that one flow may ask for */
#define SERVICE_TYPE_BITS 0xFFFF
#define TEMPLATE_NAME L"wspcheck modest"
#define TEMPLATE_RATE 8192

int flow_take(struct flow *flow, const QOS *qos) {
    memset(flow, 0, sizeof *flow);
    if (qos == NULL) {
        return 0;
    }
    if (!memory_readable(qos, sizeof *qos) || !memory_readable(qos->ProviderSpecific.buf, qos->ProviderSpecific.len)) {
        return WSAEFAULT;
    }
    if (!bytes_assign(&flow->specific, qos->ProviderSpecific.buf, qos->ProviderSpecific.len)) {
        return WSAENOBUFS;
    }
    flow->given = true;
    flow->qos = *qos;
    flow->qos.ProviderSpecific = (WSABUF){0};
    return 0;
}

bool flow_copy(struct flow *flow, const struct flow *from) {
    flow->given = from->given;
    flow->qos = from->qos;
    return bytes_assign(&flow->specific, from->specific.data, from->specific.length);
}

void flow_free(struct flow *flow) {
    bytes_free(&flow->specific);
    flow->given = false;
}

static bool promises_nothing(const FLOWSPEC *flow) {
    ULONG service = flow->ServiceType & SERVICE_TYPE_BITS;
    return service == SERVICETYPE_NOTRAFFIC || service == SERVICETYPE_BESTEFFORT || service == SERVICETYPE_NOCHANGE;
}

static bool too_fast(ULONG rate) { return rate != QOS_NOT_SPECIFIED && rate > LARGEST_RATE; }

static bool can_be_granted(const FLOWSPEC *flow) {
    if (promises_nothing(flow)) {
        return true;
    }
    bool guaranteed = (flow->ServiceType & SERVICE_TYPE_BITS) == SERVICETYPE_GUARANTEED;
    bool measured = flow->TokenRate != QOS_NOT_SPECIFIED && flow->Latency != 0;
    return !too_fast(flow->TokenRate) && !too_fast(flow->PeakBandwidth) && (!guaranteed || measured);
}

static bool admitted(const struct personality *personality, const FLOWSPEC *flow) {
    return personality_supports_qos(personality) ? can_be_granted(flow) : promises_nothing(flow);
}

int flow_admit(const struct personality *personality, const struct flow *flow) {
    bool granted = !flow->given || (admitted(personality, &flow->qos.SendingFlowspec) &&
                                    admitted(personality, &flow->qos.ReceivingFlowspec));
    return granted ? 0 : WSAEOPNOTSUPP;
}

static struct flow *flow_in_force(struct socket *socket) {
    return socket->connection != NULL ? &socket->connection->flow : &socket->flow;
}

static void tell_peer_of_change(const struct socket *socket) {
    struct socket *peer = socket->connection == NULL ? NULL : socket->connection->ends[1 - socket->side];
    if (peer != NULL) {
        peer->qos_changed = true;
        socket_changed(peer);
    }
}

int qos_set(struct socket *socket, const QOS *qos) {
    struct flow flow;
    if (!personality_supports_qos(socket->personality)) {
        return WSAENOPROTOOPT;
    }
    int code = qos == NULL ? WSAEFAULT : flow_take(&flow, qos);
    if (code != 0) {
        return code;
    }
    code = flow_admit(socket->personality, &flow);
    if (code == 0) {
        code = flow_copy(flow_in_force(socket), &flow) ? 0 : WSAENOBUFS;
    }
    flow_free(&flow);
    if (code == 0) {
        tell_peer_of_change(socket);
    }
    return code;
}

static FLOWSPEC unspecified(void) {
    FLOWSPEC flow;
    memset(&flow, 0xFF, sizeof flow);
    flow.ServiceType = SERVICETYPE_BESTEFFORT;
    return flow;
}

int qos_get(struct socket *socket, void *output, DWORD room, DWORD *size) {
    if (!personality_supports_qos(socket->personality)) {
        return WSAENOPROTOOPT;
    }
    const struct flow *flow = flow_in_force(socket);
    DWORD needed = (DWORD)sizeof(QOS) + flow->specific.length;
    if (room < needed || !memory_writable(output, needed)) {
        return WSAEFAULT;
    }
    QOS qos = {.SendingFlowspec = unspecified(), .ReceivingFlowspec = unspecified()};
    if (flow->given) {
        qos = flow->qos;
    }
    if (flow->specific.length != 0) {
        qos.ProviderSpecific = (WSABUF){.len = flow->specific.length, .buf = (char *)output + sizeof qos};
        memcpy(qos.ProviderSpecific.buf, flow->specific.data, flow->specific.length);
    }
    memcpy(output, &qos, sizeof qos);
    *size = needed;
    notify_arm(socket, FD_QOS);
    return 0;
}

static bool names_template(const WSABUF *name) {
    size_t size = wcslen(TEMPLATE_NAME) * sizeof(wchar_t);
    return name->len >= size && memcmp(name->buf, TEMPLATE_NAME, size) == 0 &&
           (name->len == size || name->len == size + sizeof(wchar_t));
}

static int find_template(const struct socket *socket, const WSABUF *name, QOS *qos) {
    if (!personality_supports_qos(socket->personality)) {
        return WSAEOPNOTSUPP;
    }
    if (name == NULL || !memory_readable(name, sizeof *name) || !memory_readable(name->buf, name->len) ||
        !memory_writable(qos, sizeof *qos)) {
        return WSAEFAULT;
    }
    if (!names_template(name)) {
        return WSAEINVAL;
    }
    FLOWSPEC flow = unspecified();
    flow.ServiceType = SERVICETYPE_CONTROLLEDLOAD;
    flow.TokenRate = TEMPLATE_RATE;
    *qos = (QOS){.SendingFlowspec = flow, .ReceivingFlowspec = flow};
    return 0;
}

WINBOOL WSPAPI spi_get_qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error) {
    int code;
    struct socket *socket = socket_enter(s, &code);
    if (socket != NULL) {
        code = find_template(socket, name, qos);
        socket_leave(socket);
    }
    return procedure_result(code, error) == 0;
}
