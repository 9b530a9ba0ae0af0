/* Addresses as text. The entry is ours and means nothing to the host, which goes by the family instead. */
#include "host.h"

INT WSPAPI host_address_to_string(LPSOCKADDR address, DWORD length, LPWSAPROTOCOL_INFOW info, LPWSTR string,
                                  LPDWORD string_length, LPINT error) {
    (void)info;
    return host_result(WSAAddressToStringW(address, length, NULL, string, string_length), error);
}

INT WSPAPI host_string_to_address(LPWSTR string, INT family, LPWSAPROTOCOL_INFOW info, LPSOCKADDR address, LPINT length,
                                  LPINT error) {
    (void)info;
    return host_result(WSAStringToAddressW(string, family, NULL, address, length), error);
}
