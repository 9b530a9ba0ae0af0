#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>
#include <ws2tcpip.h>

#include <windows.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"
#include "command/command.h"
#include "command/conduct.h"
#include "command/paths.h"
#include "results/files.h"
#include "run/run.h"
#include "run/version.h"
#include "scenario/library.h"

/* What one look at the machine found. */
struct finding {
    struct text what;   /* in a few words */
    struct text advice; /* what to do; empty: all is well */
};

struct examination {
    const char *subject;
    void (*look)(struct finding *finding);
};

static void look_at_system(struct finding *finding) {
    char *system = version_of_system();
    char *wine = version_of_wine();
    text_format(&finding->what, "%s, %s, wspcheck " WSPCHECK_VERSION, system, version_of_architecture());
    if (*wine != '\0') {
        text_format(&finding->what, ", Wine %s", wine);
    }
    if (*wine != '\0' && strtol(wine, NULL, 10) < 8) {
        text_append(&finding->advice,
                    "this Wine is older than any that wspcheck was tried with; install Wine 8 or newer");
    }
    free(wine);
    free(system);
}

static void look_at_prefix(struct finding *finding) {
    wchar_t windows[MAX_PATH] = L"";
    GetWindowsDirectoryW(windows, MAX_PATH);
    char *path = path_for_user(windows);
    text_format(&finding->what, "Windows lives in %s", path);
    free(path);
}

static void fail_with_code(struct finding *finding, const char *what, int code, const char *advice) {
    char *words = wide_system_message((unsigned long)code);
    text_format(&finding->what, "%s failed (%s)", what, words);
    text_append(&finding->advice, advice);
    free(words);
}

/* Listens, connects and accepts on one address of the loopback interface. */
static int try_loopback(int family, const struct sockaddr *address, int length) {
    struct sockaddr_storage bound;
    int bound_length = sizeof bound;
    SOCKET listener = socket(family, SOCK_STREAM, 0);
    SOCKET caller = socket(family, SOCK_STREAM, 0);
    SOCKET callee = INVALID_SOCKET;
    bool connected = listener != INVALID_SOCKET && caller != INVALID_SOCKET && bind(listener, address, length) == 0 &&
                     listen(listener, 1) == 0 && getsockname(listener, (struct sockaddr *)&bound, &bound_length) == 0 &&
                     connect(caller, (struct sockaddr *)&bound, bound_length) == 0 &&
                     (callee = accept(listener, NULL, NULL)) != INVALID_SOCKET;
    int code = connected ? 0 : WSAGetLastError();
    closesocket(listener);
    closesocket(caller);
    closesocket(callee);
    return code;
}

static void look_at_ipv4(struct finding *finding) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int code = try_loopback(AF_INET, (const struct sockaddr *)&address, sizeof address);
    if (code != 0) {
        fail_with_code(finding, "a connection to 127.0.0.1", code,
                       "bring up the loopback interface, and look for a firewall that drops local connections; "
                       "\"host TCP/IP\" cannot be tested without");
        return;
    }
    text_append(&finding->what, "connections to 127.0.0.1 work");
}

static void look_at_ipv6(struct finding *finding) {
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int code = try_loopback(AF_INET6, (const struct sockaddr *)&address, sizeof address);
    if (code != 0) {
        fail_with_code(finding, "a connection to ::1", code,
                       "turn on IPv6 for the loopback interface, or leave \"host TCP/IPv6\" out with --provider");
        return;
    }
    text_append(&finding->what, "connections to ::1 work");
}

static void look_at_catalog(struct finding *finding) {
    struct catalog catalog = {0};
    struct error error = {0};
    if (catalog_read(&catalog, &error) != STATUS_OK) {
        text_append(&finding->what, error.message);
        text_append(&finding->advice, "without the catalog nothing can be tested; on Windows, \"netsh winsock reset\" "
                                      "repairs it");
        error_clear(&error);
        return;
    }
    text_format(&finding->what, "%zu entries", catalog.count);
    for (size_t i = 0; i < catalog.complaint_count; i++) {
        text_format(&finding->advice, "%s%s", i == 0 ? "" : "; ", catalog.complaints[i]);
    }
    catalog_free(&catalog);
}

static void look_at_own_providers(struct finding *finding) {
    static const char *const names[] = {[OWN_REFERENCE] = "wspref.dll", [OWN_HOST] = "wsphost.dll"};
    struct run_options options = {.timeout_scale = 1};
    struct roster roster = {0};
    struct limits limits = limits_scaled(1);
    struct error error = {0};
    wchar_t *program = run_program();
    struct child_world world = {
        .program = program, .arguments = L"worker", .clock = clock_us, .terminate = TerminateJobObject};
    if (roster_fill(&roster, &options, &world, &limits, &error) != STATUS_OK) {
        text_append(&finding->advice, error.message);
        error_clear(&error);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        text_format(&finding->what, "%s%s %s", i == 0 ? "" : ", ", names[i],
                    roster.own[i] == NULL ? "missing" : "there");
        if (roster.own[i] == NULL) {
            text_format(&finding->advice, "%s%s belongs beside wspcheck.exe; build or unpack it again",
                        finding->advice.length == 0 ? "" : "; ", names[i]);
        }
    }
    text_append(&finding->advice, text_string(&roster.notes));
    roster_free(&roster);
    free(program);
}

static void look_at_suites(struct finding *finding) {
    wchar_t *suites = NULL;
    struct library *library = NULL;
    struct error error = {0};
    if (run_find_suites(NULL, &suites, &error) != STATUS_OK || library_load(&library, suites, &error) != STATUS_OK) {
        text_append(&finding->what, suites == NULL ? "missing" : "they have mistakes");
        text_append(&finding->advice, suites == NULL ? error.message : "\"wspcheck lint\" names them");
        error_clear(&error);
    } else {
        char *path = path_for_user(suites);
        text_format(&finding->what, "%zu scenarios and %zu requirements in %s", library_scenarios(library),
                    library_requirements(library), path);
        free(path);
        library_free(library);
    }
    free(suites);
}

static void look_at_folder(struct finding *finding) {
    static const char name[] = "wspcheck-doctor.tmp";
    struct error error = {0};
    if (files_write(name, name, sizeof name, &error) != STATUS_OK) {
        text_append(&finding->what, error.message);
        text_append(&finding->advice,
                    "runs are kept below the current folder: go to one that can be written to, or name "
                    "one with --out");
        error_clear(&error);
        return;
    }
    files_remove(name, NULL);
    text_append(&finding->what, "the current folder can be written to");
}

static void look_at_clock(struct finding *finding) {
    LARGE_INTEGER frequency;
    QueryPerformanceFrequency(&frequency);
    text_format(&finding->what, "%.1f MHz", (double)frequency.QuadPart / 1e6);
    if (frequency.QuadPart < 100000) {
        text_append(&finding->advice,
                    "the performance counter is too coarse to tell calls apart; times in reports will "
                    "be rough");
    }
}

static const struct examination examinations[] = {
    {"system", look_at_system}, {"prefix", look_at_prefix},   {"IPv4", look_at_ipv4},
    {"IPv6", look_at_ipv6},     {"catalog", look_at_catalog}, {"providers", look_at_own_providers},
    {"suites", look_at_suites}, {"folder", look_at_folder},   {"clock", look_at_clock},
};

static bool examine(const struct examination *examination) {
    struct finding finding = {0};
    examination->look(&finding);
    bool well = finding.advice.length == 0;
    printf("%-5s %-10s %s\n", well ? "ok" : "look", examination->subject, text_string(&finding.what));
    if (!well) {
        printf("      %-10s -> %s\n", "", finding.advice.string);
    }
    fflush(stdout);
    text_free(&finding.what);
    text_free(&finding.advice);
    return well;
}

int command_doctor(int argc, char **argv) {
    struct error error = {0};
    if (argc != 1) {
        error_set(&error, STATUS_USAGE, "doctor takes no arguments, and does not know what to do with \"%s\"", argv[1]);
        return command_fail(&error);
    }
    WSADATA data;
    int code = WSAStartup(MAKEWORD(2, 2), &data);
    if (code != 0) {
        printf("look  winsock    WSAStartup failed with %d\n", code);
    }
    size_t odd = code != 0;
    for (size_t i = 0; i < sizeof examinations / sizeof examinations[0]; i++) {
        odd += !examine(&examinations[i]);
    }
    WSACleanup();
    puts(odd == 0 ? "nothing is missing" : "see the lines that begin with \"look\"");
    return odd == 0 ? 0 : 1;
}
