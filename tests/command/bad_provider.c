/*
 * A provider DLL that goes wrong where its variable BAD_HABIT says: while it is loaded, registered or started. It is no
 * provider beyond that.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>
#include <ws2spi.h>

#include <windows.h>

#define GUID_OF_BAD                                                                                                    \
    {                                                                                                                  \
        0x6bad0001, 0x1111, 0x4222, { 0x83, 0x33, 0x44, 0x44, 0x55, 0x55, 0x66, 0x66 }                                 \
    }

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);
HRESULT WINAPI DllRegisterServer(void);

static HINSTANCE this_dll;

static bool is_habit(const char *moment, const char *deed) {
    char habit[64] = "";
    GetEnvironmentVariableA("BAD_HABIT", habit, sizeof habit);
    size_t length = strlen(moment);
    return strncmp(habit, moment, length) == 0 && habit[length] == '-' && strcmp(habit + length + 1, deed) == 0;
}

static void go_wrong(const char *moment) {
    if (is_habit(moment, "crash")) {
        volatile int *nowhere = (volatile int *)GetModuleHandleA("no such module");
        *nowhere = 1;
    }
    if (is_habit(moment, "hang")) {
        WaitForSingleObject(GetCurrentProcess(), INFINITE);
    }
    if (is_habit(moment, "exit")) {
        ExitProcess(0);
    }
    if (is_habit(moment, "terminate")) {
        TerminateProcess(GetCurrentProcess(), 333);
    }
    if (is_habit(moment, "throw")) {
        RaiseException(0xE06D7363, EXCEPTION_NONCONTINUABLE, 0, NULL);
    }
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved) {
    (void)reserved;
    this_dll = instance;
    if (reason == DLL_PROCESS_ATTACH) {
        go_wrong("attach");
        return !is_habit("attach", "refuse");
    }
    if (reason == DLL_PROCESS_DETACH) {
        go_wrong("detach");
    }
    return TRUE;
}

HRESULT WINAPI DllRegisterServer(void) {
    go_wrong("register");
    if (is_habit("register", "fail")) {
        return E_FAIL;
    }
    if (is_habit("register", "nothing")) {
        return S_OK;
    }
    wchar_t path[MAX_PATH];
    GetModuleFileNameW(this_dll, path, MAX_PATH);
    WSAPROTOCOL_INFOW info = {.dwServiceFlags1 = XP1_GUARANTEED_DELIVERY,
                              .iVersion = 2,
                              .iAddressFamily = AF_INET,
                              .iMaxSockAddr = 16,
                              .iMinSockAddr = 16,
                              .iSocketType = SOCK_STREAM,
                              .iProtocol = IPPROTO_TCP,
                              .ProtocolChain = {.ChainLen = BASE_PROTOCOL},
                              .ProviderId = GUID_OF_BAD,
                              .szProtocol = L"bad provider"};
    GUID provider = GUID_OF_BAD;
    int code = 0;
    return WSCInstallProvider(&provider, path, &info, 1, &code) == 0 ? S_OK : E_FAIL;
}

int WSPAPI WSPStartup(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW info, WSPUPCALLTABLE upcalls,
                      LPWSPPROC_TABLE table) {
    (void)version, (void)data, (void)info, (void)upcalls, (void)table;
    go_wrong("startup");
    return is_habit("startup", "nothing") ? 0 : WSASYSNOTREADY;
}
