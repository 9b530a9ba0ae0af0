#include "scenario/constants.h"

#include <winsock2.h>
#include <ws2spi.h>
#include <ws2tcpip.h>

#include <mswsock.h>
#include <wsipx.h>

#include <string.h>

#include <lauxlib.h>

#include "base/text.h"
#include "catalog/names.h"
#include "provider/codes.h"

/* What mingw-w64's headers lack; the values are those of the Windows SDK. */
#ifndef SO_PAUSE_ACCEPT
#define SO_PAUSE_ACCEPT 0x3003
#endif
#ifndef SO_COMPARTMENT_ID
#define SO_COMPARTMENT_ID 0x3004
#endif
#ifndef SO_RANDOMIZE_PORT
#define SO_RANDOMIZE_PORT 0x3005
#endif
#ifndef SO_PORT_SCALABILITY
#define SO_PORT_SCALABILITY 0x3006
#endif
#ifndef SO_REUSE_UNICASTPORT
#define SO_REUSE_UNICASTPORT 0x3007
#endif
#ifndef SO_REUSE_MULTICASTPORT
#define SO_REUSE_MULTICASTPORT 0x3008
#endif
#ifndef SO_BSP_STATE
#define SO_BSP_STATE 0x1009
#endif
#ifndef AF_HYPERV
#define AF_HYPERV 34
#endif

/* Through 64 unsigned bits, except for what the headers write as a negative number. */
#define UNSIGNED(name)                                                                                                 \
    { #name, (lua_Integer)(unsigned long)(name) }
#define SIGNED(name)                                                                                                   \
    { #name, (lua_Integer)(int)(name) }

static const struct constant {
    const char *name;
    lua_Integer value;
} constants[] = {
    SIGNED(AF_UNSPEC),
    SIGNED(AF_INET),
    SIGNED(AF_INET6),
    SIGNED(AF_IPX),
    SIGNED(AF_ATM),
    SIGNED(AF_IRDA),
    SIGNED(AF_HYPERV),
    SIGNED(FROM_PROTOCOL_INFO),
    SIGNED(SOCK_STREAM),
    SIGNED(SOCK_DGRAM),
    SIGNED(SOCK_RAW),
    SIGNED(SOCK_RDM),
    SIGNED(SOCK_SEQPACKET),
    SIGNED(IPPROTO_TCP),
    SIGNED(IPPROTO_UDP),
    SIGNED(IPPROTO_IP),
    SIGNED(IPPROTO_IPV6),
    SIGNED(IPV6_V6ONLY),
    SIGNED(TCP_NODELAY),
    SIGNED(NSPROTO_SPX),
    UNSIGNED(WSA_FLAG_OVERLAPPED),
    UNSIGNED(WSA_FLAG_MULTIPOINT_C_ROOT),
    UNSIGNED(WSA_FLAG_MULTIPOINT_C_LEAF),
    UNSIGNED(WSA_FLAG_MULTIPOINT_D_ROOT),
    UNSIGNED(WSA_FLAG_MULTIPOINT_D_LEAF),
    UNSIGNED(WSA_FLAG_ACCESS_SYSTEM_SECURITY),
    SIGNED(SOL_SOCKET),
    SIGNED(SOMAXCONN),
    SIGNED(SO_DEBUG),
    SIGNED(SO_ACCEPTCONN),
    SIGNED(SO_REUSEADDR),
    SIGNED(SO_EXCLUSIVEADDRUSE),
    SIGNED(SO_KEEPALIVE),
    SIGNED(SO_DONTROUTE),
    SIGNED(SO_BROADCAST),
    SIGNED(SO_USELOOPBACK),
    SIGNED(SO_LINGER),
    SIGNED(SO_DONTLINGER),
    SIGNED(SO_OOBINLINE),
    SIGNED(SO_SNDBUF),
    SIGNED(SO_RCVBUF),
    SIGNED(SO_SNDLOWAT),
    SIGNED(SO_RCVLOWAT),
    SIGNED(SO_SNDTIMEO),
    SIGNED(SO_RCVTIMEO),
    SIGNED(SO_ERROR),
    SIGNED(SO_TYPE),
    SIGNED(SO_BSP_STATE),
    SIGNED(SO_GROUP_ID),
    SIGNED(SO_GROUP_PRIORITY),
    SIGNED(SO_MAX_MSG_SIZE),
    SIGNED(SO_PROTOCOL_INFOA),
    SIGNED(SO_PROTOCOL_INFOW),
    SIGNED(PVD_CONFIG),
    SIGNED(SO_CONDITIONAL_ACCEPT),
    SIGNED(SO_PAUSE_ACCEPT),
    SIGNED(SO_COMPARTMENT_ID),
    SIGNED(SO_RANDOMIZE_PORT),
    SIGNED(SO_PORT_SCALABILITY),
    SIGNED(SO_REUSE_UNICASTPORT),
    SIGNED(SO_REUSE_MULTICASTPORT),
    SIGNED(SO_CONNDATA),
    SIGNED(SO_CONNOPT),
    SIGNED(SO_DISCDATA),
    SIGNED(SO_DISCOPT),
    SIGNED(SO_CONNDATALEN),
    SIGNED(SO_CONNOPTLEN),
    SIGNED(SO_DISCDATALEN),
    SIGNED(SO_DISCOPTLEN),
    SIGNED(SO_OPENTYPE),
    SIGNED(SO_UPDATE_ACCEPT_CONTEXT),
    SIGNED(SO_CONNECT_TIME),
    SIGNED(SO_UPDATE_CONNECT_CONTEXT),
    UNSIGNED(FIONREAD),
    UNSIGNED(FIONBIO),
    UNSIGNED(SIOCATMARK),
    UNSIGNED(SIO_ASSOCIATE_HANDLE),
    UNSIGNED(SIO_ENABLE_CIRCULAR_QUEUEING),
    UNSIGNED(SIO_FIND_ROUTE),
    UNSIGNED(SIO_FLUSH),
    UNSIGNED(SIO_GET_BROADCAST_ADDRESS),
    UNSIGNED(SIO_GET_EXTENSION_FUNCTION_POINTER),
    UNSIGNED(SIO_GET_QOS),
    UNSIGNED(SIO_GET_GROUP_QOS),
    UNSIGNED(SIO_MULTIPOINT_LOOPBACK),
    UNSIGNED(SIO_MULTICAST_SCOPE),
    UNSIGNED(SIO_SET_QOS),
    UNSIGNED(SIO_SET_GROUP_QOS),
    UNSIGNED(SIO_TRANSLATE_HANDLE),
    UNSIGNED(SIO_ROUTING_INTERFACE_QUERY),
    UNSIGNED(SIO_ROUTING_INTERFACE_CHANGE),
    UNSIGNED(SIO_ADDRESS_LIST_QUERY),
    UNSIGNED(SIO_ADDRESS_LIST_CHANGE),
    UNSIGNED(SIO_QUERY_TARGET_PNP_HANDLE),
    UNSIGNED(SIO_BASE_HANDLE),
    SIGNED(FD_READ),
    SIGNED(FD_WRITE),
    SIGNED(FD_OOB),
    SIGNED(FD_ACCEPT),
    SIGNED(FD_CONNECT),
    SIGNED(FD_CLOSE),
    SIGNED(FD_QOS),
    SIGNED(FD_GROUP_QOS),
    SIGNED(FD_ROUTING_INTERFACE_CHANGE),
    SIGNED(FD_ADDRESS_LIST_CHANGE),
    SIGNED(FD_ALL_EVENTS),
    SIGNED(SD_RECEIVE),
    SIGNED(SD_SEND),
    SIGNED(SD_BOTH),
    SIGNED(CF_ACCEPT),
    SIGNED(CF_REJECT),
    SIGNED(CF_DEFER),
    SIGNED(SG_UNCONSTRAINED_GROUP),
    SIGNED(SG_CONSTRAINED_GROUP),
    SIGNED(JL_SENDER_ONLY),
    SIGNED(JL_RECEIVER_ONLY),
    SIGNED(JL_BOTH),
    SIGNED(MSG_OOB),
    SIGNED(MSG_PEEK),
    SIGNED(MSG_DONTROUTE),
    SIGNED(MSG_PARTIAL),
    SIGNED(BIGENDIAN),
    SIGNED(LITTLEENDIAN),
    SIGNED(BASE_PROTOCOL),
    SIGNED(LAYERED_PROTOCOL),
    SIGNED(SOCKET_ERROR),
    UNSIGNED(SERVICETYPE_NOTRAFFIC),
    UNSIGNED(SERVICETYPE_BESTEFFORT),
    UNSIGNED(SERVICETYPE_CONTROLLEDLOAD),
    UNSIGNED(SERVICETYPE_GUARANTEED),
    UNSIGNED(QOS_NOT_SPECIFIED),
    {"INVALID_SOCKET", -1},
};

static void set_flags(lua_State *lua, const struct flag_name *names) {
    for (; names->name != NULL; names++) {
        lua_pushinteger(lua, names->bit);
        lua_setfield(lua, -2, names->name);
    }
}

static int name_code(lua_State *lua) {
    struct text name = {0};
    code_describe(&name, (int)luaL_checkinteger(lua, 1));
    lua_pushstring(lua, text_string(&name));
    text_free(&name);
    return 1;
}

/* __index of spi.codes. */
static int find_code(lua_State *lua) {
    int code;
    if (lua_type(lua, 2) != LUA_TSTRING || !code_from_name(lua_tostring(lua, 2), &code)) {
        return 0;
    }
    lua_pushinteger(lua, code);
    return 1;
}

const char *constants_name(const char *prefix, lua_Integer value) {
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (constants[i].value == value && strncmp(constants[i].name, prefix, strlen(prefix)) == 0) {
            return constants[i].name;
        }
    }
    return NULL;
}

void constants_set(lua_State *lua) {
    lua_createtable(lua, 0, 200);
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        lua_pushinteger(lua, constants[i].value);
        lua_setfield(lua, -2, constants[i].name);
    }
    set_flags(lua, service_flag_names);
    set_flags(lua, provider_flag_names);
    lua_setfield(lua, -2, "constants");

    lua_newtable(lua);
    lua_createtable(lua, 0, 1);
    lua_pushcfunction(lua, find_code);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
    lua_setfield(lua, -2, "codes");
    lua_pushcfunction(lua, name_code);
    lua_setfield(lua, -2, "code_name");
}
