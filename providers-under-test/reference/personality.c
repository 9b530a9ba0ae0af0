#include "personality.h"

#include "fault.h"

#include <string.h>
#include <ws2tcpip.h>

static bool stands_for(const struct personality *personality, const WSAPROTOCOL_INFOW *info) {
    return info->iAddressFamily == personality->family && info->iSocketType == personality->type &&
           info->iProtocol == personality->protocol;
}

const struct personality *personality_of(const WSAPROTOCOL_INFOW *info) {
    for (size_t i = 0; i < personality_count(); i++) {
        if (stands_for(personality_at(i), info)) {
            return personality_at(i);
        }
    }
    return NULL;
}

void personality_info(const struct personality *personality, WSAPROTOCOL_INFOW *info) {
    memset(info, 0, sizeof *info);
    info->dwServiceFlags1 = personality->service_flags;
    info->dwProviderFlags = personality->provider_flags;
    info->ProviderId = provider_guid;
    info->ProtocolChain.ChainLen = BASE_PROTOCOL;
    info->iVersion = 2;
    info->iAddressFamily = personality->family;
    info->iMaxSockAddr = personality_largest_name(personality);
    info->iMinSockAddr = personality_name_size(personality);
    info->iSocketType = personality->type;
    info->iProtocol = personality->protocol;
    info->iProtocolMaxOffset = personality->protocol_range;
    info->iNetworkByteOrder = BIGENDIAN;
    info->iSecurityScheme = SECURITY_PROTOCOL_NONE;
    info->dwMessageSize = personality->message_size;
    wcsncpy(info->szProtocol, personality->name, WSAPROTOCOL_LEN);
    if (FAULT_IN(personality, CONNECT_DATA_FLAG_IS_MISSING)) {
        info->dwServiceFlags1 &= ~(DWORD)XP1_CONNECT_DATA;
    }
    if (FAULT_IN(personality, CONNECT_DATA_FLAG_IS_FALSE)) {
        info->dwServiceFlags1 |= XP1_CONNECT_DATA;
    }
    if (FAULT_IN(personality, DISCONNECT_DATA_FLAG_IS_MISSING)) {
        info->dwServiceFlags1 &= ~(DWORD)XP1_DISCONNECT_DATA;
    }
}

bool personality_is_connectionless(const struct personality *personality) {
    return (personality->service_flags & XP1_CONNECTIONLESS) != 0;
}

bool personality_is_message_oriented(const struct personality *personality) {
    return (personality->service_flags & XP1_MESSAGE_ORIENTED) != 0;
}

bool personality_has_ifs_handles(const struct personality *personality) {
    return (personality->service_flags & XP1_IFS_HANDLES) != 0;
}

bool personality_supports_qos(const struct personality *personality) {
    return (personality->service_flags & XP1_QOS_SUPPORTED) != 0;
}

int personality_name_size(const struct personality *personality) {
    switch (personality->family) {
    case AF_INET:
        return (int)sizeof(struct sockaddr_in);
    case AF_INET6:
        return (int)sizeof(struct sockaddr_in6);
    default:
        return 10;
    }
}

int personality_largest_name(const struct personality *personality) {
    return personality->family == AF_WSPCHECK_PRIVATE ? 16 : personality_name_size(personality);
}
